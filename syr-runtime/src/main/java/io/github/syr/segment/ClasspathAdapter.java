package io.github.syr.segment;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.AdapterIndex;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An adapter in a jar of the class path. It is read where it is: nothing is written for it.
 *
 * @param source where it was found, for messages
 * @param adapter checked against the manifest
 * @param loader whose class path it is on, and the base checkpoint too, where that is on one
 */
record ClasspathAdapter(String source, Adapter adapter, AdapterManifest manifest, ClassLoader loader) {

    /** The only one on the class path. */
    static ClasspathAdapter only() {
        for (ClassLoader loader : loaders()) {
            TreeMap<AdapterIndex.Entry, URL> found = index(loader);
            if (found.size() > 1) {
                throw SyrException.badRequest(
                        "There are " + found.size() + " adapters on the class path: "
                                + String.join(
                                        ", ",
                                        found.keySet().stream()
                                                .map(AdapterIndex.Entry::toString)
                                                .toList()) + ".",
                        "Say which: Segmenter.fromClasspath(\"" + found.firstKey() + "\").");
            } else if (found.size() == 1) {
                return find(loader, found.firstKey()).orElseThrow(() -> missing(found.firstKey()));
            }
        }
        throw SyrException.badRequest(
                "There is no adapter on the class path: no jar holds " + AdapterIndex.PATH + ".",
                "Depend on the adapter's artifact, or name it in a shaded jar: Segmenter.fromClasspath(\"group:artifact\").");
    }

    /** By its coordinates, {@code group:artifact}. */
    static ClasspathAdapter of(String coordinates) {
        AdapterIndex.Entry entry = AdapterIndex.Entry.of(coordinates, "the adapter's coordinates");
        return loaders().stream()
                .flatMap(loader -> find(loader, entry).stream())
                .findFirst()
                .orElseThrow(() -> missing(entry));
    }

    /**
     * The context class loader, as servers set it; and SYR's own, for threads whose context is the JDK's, as in the
     * common pool.
     */
    private static List<ClassLoader> loaders() {
        return Stream.of(Thread.currentThread().getContextClassLoader(), ClasspathAdapter.class.getClassLoader())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static TreeMap<AdapterIndex.Entry, URL> index(ClassLoader loader) {
        TreeMap<AdapterIndex.Entry, URL> found = new TreeMap<>();
        try {
            for (URL index : Collections.list(loader.getResources(AdapterIndex.PATH))) {
                for (AdapterIndex.Entry entry : AdapterIndex.read(ByteSource.ofText(index))) {
                    found.putIfAbsent(entry, index);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Optional<ClasspathAdapter> find(ClassLoader loader, AdapterIndex.Entry entry) {
        Optional<URL> json = only(loader, entry, AdapterManifest.FILE);
        Optional<URL> weights = only(loader, entry, AdapterManifest.ADAPTER_FILE);
        if (json.isEmpty() && weights.isEmpty()) {
            return Optional.empty();
        }
        ByteSource manifestSource = ByteSource.ofText(json.orElseThrow(() -> missing(entry, AdapterManifest.FILE)));
        ByteSource file = ByteSource.of(weights.orElseThrow(() -> missing(entry, AdapterManifest.ADAPTER_FILE)));
        AdapterManifest manifest = AdapterManifest.read(manifestSource);
        manifest.requireAdapter(file);
        Adapter adapter = AdapterFile.read(file);
        manifest.requireSaysOf(adapter, manifestSource);
        AdapterManifest.Coordinates coordinates = manifest.coordinates();
        if (!entry.equals(new AdapterIndex.Entry(coordinates.groupId(), coordinates.artifactId()))) {
            throw SyrException.badData(
                    manifestSource,
                    "is of " + coordinates + ", but lies in the folder of " + entry + ".",
                    "The jar is damaged; fetch it again.");
        }
        if (!adapter.baseSha256().equals(Optional.of(manifest.base().sha256()))) {
            throw SyrException.badData(
                    manifestSource,
                    "names another base checkpoint than the adapter beside it.",
                    "The jar is damaged; fetch it again.");
        }
        return Optional.of(new ClasspathAdapter(weights.get().toString(), adapter, manifest, loader));
    }

    private static Optional<URL> only(ClassLoader loader, AdapterIndex.Entry entry, String file) {
        List<URL> found;
        try {
            found = Collections.list(loader.getResources(entry.folder() + "/" + file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found.size() > 1) {
            throw SyrException.badRequest(
                    "The adapter " + entry + " is on the class path " + found.size() + " times: " + found + ".",
                    "Keep one version of it.");
        }
        return found.stream().findFirst();
    }

    private static SyrException missing(AdapterIndex.Entry entry) {
        return missing(entry, AdapterManifest.FILE);
    }

    private static SyrException missing(AdapterIndex.Entry entry, String file) {
        return SyrException.badRequest(
                "The adapter " + entry + " is not on the class path: no jar holds " + entry.folder() + "/" + file + ".",
                "Depend on its artifact, or correct its coordinates.");
    }

    /**
     * The base checkpoint that it names.
     *
     * @throws SyrException if it is nowhere on this machine
     */
    ByteSource checkpoint() {
        return CheckpointStore.ofSystem()
                .find(
                        manifest.base().sha256(),
                        loader,
                        manifest.base().name()
                                + String.format(
                                        Locale.ROOT,
                                        " (%,d bytes)",
                                        manifest.base().bytes()));
    }

    /** What the adapter makes of SYR's picture; none where it was packaged without. */
    Optional<ByteSource> selfTest() {
        AdapterManifest.Coordinates coordinates = manifest.coordinates();
        AdapterIndex.Entry entry = new AdapterIndex.Entry(coordinates.groupId(), coordinates.artifactId());
        return only(loader, entry, SelfTestFile.FILE).map(ByteSource::of);
    }

    OptionalInt decoderHeads() {
        return manifest.base().decoderHeads();
    }
}
