package io.github.syr.segment;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.AdapterIndex;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.checkpoint.Checkpoints;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.io.SyrCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * An adapter in a jar of the class path, and the base checkpoint that it names.
 *
 * @param source where it was found, for messages
 * @param adapter checked against the manifest
 * @param checkpoint the base's file on this machine
 */
record ClasspathAdapter(String source, Adapter adapter, AdapterManifest manifest, Path checkpoint) {

    /** The only one on the class path. */
    static ClasspathAdapter only() {
        ClassLoader loader = loader();
        TreeMap<AdapterIndex.Entry, URL> found = new TreeMap<>();
        try {
            for (URL index : Collections.list(loader.getResources(AdapterIndex.PATH))) {
                try (InputStream in = open(index)) {
                    for (AdapterIndex.Entry entry : AdapterIndex.read(in, index)) {
                        found.putIfAbsent(entry, index);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found.isEmpty()) {
            throw SyrException.badRequest(
                    "There is no adapter on the class path: no jar holds " + AdapterIndex.PATH + ".",
                    "Depend on the adapter's artifact, or name it in a shaded jar: Segmenter.fromClasspath(\"group:artifact\").");
        }
        if (found.size() > 1) {
            throw SyrException.badRequest(
                    "There are " + found.size() + " adapters on the class path: "
                            + String.join(", ", found.keySet().stream().map(AdapterIndex.Entry::toString).toList()) + ".",
                    "Say which: Segmenter.fromClasspath(\"" + found.firstKey() + "\").");
        }
        return of(loader, found.firstKey());
    }

    /** By its coordinates, {@code group:artifact}. */
    static ClasspathAdapter of(String coordinates) {
        return of(loader(), AdapterIndex.Entry.of(coordinates, "the adapter's coordinates"));
    }

    private static ClasspathAdapter of(ClassLoader loader, AdapterIndex.Entry entry) {
        URL json = only(loader, entry, AdapterManifest.FILE);
        URL weights = only(loader, entry, AdapterManifest.ADAPTER_FILE);
        try (InputStream in = open(json)) {
            AdapterManifest manifest = AdapterManifest.read(in, json);
            byte[] bytes;
            try (InputStream file = open(weights)) {
                bytes = file.readAllBytes();
            }
            manifest.requireAdapter(bytes, weights);
            // The reader works on files; the cache keeps it under its digest, and checks it each time.
            Path kept = SyrCache.root().resolve("adapters").resolve(manifest.adapter().sha256()).resolve(AdapterManifest.ADAPTER_FILE);
            if (!Files.exists(kept) || !Sha256.of(kept).equals(manifest.adapter().sha256())) {
                AtomicFile.write(kept, bytes);
            }
            Adapter adapter = AdapterFile.read(kept);
            if (!adapter.baseSha256().equals(java.util.Optional.of(manifest.base().sha256()))) {
                throw SyrException.badData(json, "names another base checkpoint than the adapter beside it.", "The jar is damaged; fetch it again.");
            }
            return new ClasspathAdapter(weights.toString(), adapter, manifest, Checkpoints.ofSystem(loader).find(manifest.base().sha256()));
        } catch (IOException e) {
            throw SyrException.badData(json, "can't be read: " + e, "The jar is damaged; fetch it again.", e);
        }
    }

    private static URL only(ClassLoader loader, AdapterIndex.Entry entry, String file) {
        String path = entry.folder() + "/" + file;
        List<URL> found;
        try {
            found = Collections.list(loader.getResources(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found.isEmpty()) {
            throw SyrException.badRequest(
                    "The adapter " + entry + " is not on the class path: no jar holds " + path + ".", "Depend on its artifact, or mend its coordinates.");
        }
        if (found.size() > 1) {
            throw SyrException.badRequest(
                    "The adapter " + entry + " is on the class path " + found.size() + " times: " + found + ".", "Keep one version of it.");
        }
        return found.get(0);
    }

    OptionalInt decoderHeads() {
        return manifest.base().decoderHeads();
    }

    /** Without the JVM's cache of jars: a jar that is replaced under a running build would be read stale. */
    private static InputStream open(URL url) throws IOException {
        var connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ClasspathAdapter.class.getClassLoader() : context;
    }
}
