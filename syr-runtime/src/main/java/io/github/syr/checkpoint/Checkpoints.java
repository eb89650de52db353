package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.io.SyrCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a base checkpoint by its SHA-256: on the class path, in the file that system property {@code syr.checkpoint} names, in the
 * cache. Whatever is found has been read whole and has that SHA-256.
 */
public final class Checkpoints {

    /** The system property that names a checkpoint file, or the folder of a Hugging Face model. */
    public static final String PROPERTY = "syr.checkpoint";

    /** The folder on the class path that checkpoints lie in, named by their SHA-256. */
    public static final String RESOURCES = "META-INF/syr/checkpoint/";

    private static final List<String> ENDINGS = List.of(".pth", ".safetensors");
    private static final List<String> CACHED_ENDINGS = List.of(".pth", ".safetensors", ".pt", ".bin");

    private final ClassLoader loader;
    private final Optional<Path> named;
    private final Path cache;

    /**
     * @param loader whose class path is looked through
     * @param named what {@code syr.checkpoint} names
     * @param cache the root of the cache
     */
    public Checkpoints(ClassLoader loader, Optional<Path> named, Path cache) {
        this.loader = loader;
        this.named = named;
        this.cache = cache;
    }

    /** Looks where this JVM's system properties and the class path of a loader say. */
    public static Checkpoints ofSystem(ClassLoader loader) {
        String file = System.getProperty(PROPERTY, "");
        return new Checkpoints(loader, file.isBlank() ? Optional.empty() : Optional.of(Path.of(file)), SyrCache.root());
    }

    /** The cache's folder for a checkpoint; its file has any name that ends in .pth, .safetensors, .pt or .bin. */
    public static Path cacheFolder(Path cache, String sha256) {
        return cache.resolve("checkpoints").resolve(sha256);
    }

    /**
     * The checkpoint's file. One that lies in a jar is copied into the cache first.
     *
     * @param sha256 64 hexadecimal digits
     * @throws SyrException if it is in none of the three places; the message names them and what was wrong with each
     */
    public Path find(String sha256) {
        String sha = sha256.toLowerCase(Locale.ROOT);
        if (!sha.matches("[0-9a-f]{64}")) {
            throw SyrException.badRequest("\"" + sha256 + "\" is not a SHA-256.", "Give its 64 hexadecimal digits.");
        }
        List<String> tried = new ArrayList<>();
        return onClassPath(sha, tried)
                .or(() -> inProperty(sha, tried))
                .or(() -> inCache(sha, tried))
                .orElseThrow(() -> new SyrException(SyrException.Kind.BAD_DATA,
                        "The base checkpoint with SHA-256 " + sha + " is not to be found: " + String.join("; ", tried) + ".",
                        "Add the checkpoint's artifact as a dependency, or start with -D" + PROPERTY + "=FILE, or put the file into "
                                + cacheFolder(cache, sha) + "."));
    }

    private Optional<Path> onClassPath(String sha, List<String> tried) {
        for (String ending : ENDINGS) {
            URL url = loader.getResource(RESOURCES + sha + ending);
            if (url != null) {
                return Optional.of(url.getProtocol().equals("file") ? plain(url, sha) : unpacked(url, sha, ending));
            }
        }
        tried.add("on the class path there is no " + RESOURCES + sha + ".pth or .safetensors");
        return Optional.empty();
    }

    private static Path plain(URL url, String sha) {
        Path file;
        try {
            file = Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class loader gives sound addresses, not " + url, e);
        }
        String found = sha256(file);
        if (!found.equals(sha)) {
            throw broken(file, found);
        }
        return file;
    }

    private Path unpacked(URL url, String sha, String ending) {
        Optional<Path> cached = inCache(sha, new ArrayList<>());
        if (cached.isPresent()) {
            return cached.get();
        }
        Path file = cacheFolder(cache, sha).resolve(sha + ending);
        AtomicFile.write(file, out -> {
            try (DigestInputStream in = new DigestInputStream(open(url), Sha256.digest())) {
                in.transferTo(out);
                String found = Sha256.hex(in.getMessageDigest());
                if (!found.equals(sha)) {
                    throw broken(url, found);
                }
            }
        });
        return file;
    }

    /** Without the cache of the JDK's jar handler, which would keep the jar open for good. */
    private static InputStream open(URL url) throws IOException {
        var connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static SyrException broken(Object where, String found) {
        return SyrException.badData(where, "has the SHA-256 " + found + " instead of the one in its name.",
                "Get the artifact it comes from again.");
    }

    private Optional<Path> inProperty(String sha, List<String> tried) {
        if (named.isEmpty()) {
            tried.add("system property " + PROPERTY + " is not set");
            return Optional.empty();
        }
        Path file = Files.isDirectory(named.get()) ? named.get().resolve("model.safetensors") : named.get();
        return verified(file, sha, "the file in system property " + PROPERTY + ", " + file + ",", tried);
    }

    private Optional<Path> inCache(String sha, List<String> tried) {
        Path folder = cacheFolder(cache, sha);
        List<Path> files;
        try (Stream<Path> all = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            files = all.filter(Checkpoints::isCheckpoint).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            tried.add("the cache's folder " + folder + " can't be read: " + e.getMessage());
            return Optional.empty();
        }
        if (files.isEmpty()) {
            tried.add("in the cache there is no file in " + folder);
        }
        return files.stream().flatMap(file -> verified(file, sha, "in the cache, " + file, tried).stream()).findFirst();
    }

    private static boolean isCheckpoint(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && CACHED_ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    private static Optional<Path> verified(Path file, String sha, String what, List<String> tried) {
        if (!Files.isRegularFile(file)) {
            tried.add(what + " doesn't exist");
            return Optional.empty();
        }
        String found = sha256(file);
        if (!found.equals(sha)) {
            tried.add(what + " has the SHA-256 " + found);
            return Optional.empty();
        }
        return Optional.of(file);
    }

    private static String sha256(Path file) {
        try {
            return Sha256.of(file);
        } catch (UncheckedIOException e) {
            throw FileRegion.unreadable(file, e.getCause());
        }
    }
}
