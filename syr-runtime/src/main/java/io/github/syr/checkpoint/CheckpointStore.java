package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.io.SyrCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where base checkpoints are, each known by its SHA-256: on the class path
 * ({@code META-INF/syr/checkpoint/<SHA-256>.pth} or {@code .safetensors}), in the file that the system property
 * {@value #PROPERTY} names, and in the cache ({@code checkpoints/<SHA-256>/<any name>}).
 *
 * <p>A file is hashed once per process, and again where its size or time has changed. In the cache, a mark beside it
 * ({@code <name>.verified}) says that it was hashed as it is, so that a later build need not do it again; who uses a
 * checkpoint ({@link #find}) hashes it all the same.
 */
public final class CheckpointStore {

    /** The system property that names a checkpoint file, or the folder of a Hugging Face model. */
    public static final String PROPERTY = "syr.checkpoint";

    /** The folder on the class path that checkpoints lie in, named by their SHA-256. */
    public static final String RESOURCES = "META-INF/syr/checkpoint";

    private static final System.Logger LOG = System.getLogger("io.github.syr");
    private static final List<String> ENDINGS = List.of(".pth", ".safetensors");
    private static final List<String> CACHED_ENDINGS = List.of(".pth", ".safetensors", ".pt", ".bin");

    /** What this process has hashed, by the file and its state. */
    private static final Map<State, String> HASHED = new ConcurrentHashMap<>();

    private final Path cache;
    private final Optional<Path> named;

    /** A file as it is. */
    private record State(Path file, long bytes, long millis) {

        static State of(Path file) throws IOException {
            return new State(
                    file.toRealPath(),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis());
        }
    }

    /** Gives a checkpoint's bytes. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** @param cache the root of the cache */
    public CheckpointStore(Path cache) {
        this(cache, Optional.empty());
    }

    /** @param named the file or folder that {@value #PROPERTY} names */
    CheckpointStore(Path cache, Optional<Path> named) {
        this.cache = cache;
        this.named = named;
    }

    /** Looks where this JVM's system properties say. */
    public static CheckpointStore ofSystem() {
        String file = System.getProperty(PROPERTY, "");
        return new CheckpointStore(SyrCache.root(), file.isBlank() ? Optional.empty() : Optional.of(Path.of(file)));
    }

    /** Where the cache has a checkpoint, or would have it. */
    public Path file(String sha256, String name) {
        return folder(sha256).resolve(name);
    }

    private Path folder(String sha256) {
        return checkpoints().resolve(sha256);
    }

    /** Where the cache has its checkpoints, each in a folder of its own. */
    public Path checkpoints() {
        return cache.resolve("checkpoints");
    }

    /**
     * The SHA-256 of a checkpoint.
     *
     * @throws SyrException if it can't be read
     */
    public static String sha256(ByteSource checkpoint) {
        try {
            if (checkpoint.file().isEmpty()) {
                return Sha256.of(checkpoint);
            }
            Path file = checkpoint.file().get();
            State state = State.of(file);
            String known = HASHED.get(state);
            if (known == null) {
                known = Sha256.of(file);
                HASHED.put(state, known);
            }
            return known;
        } catch (IOException e) {
            throw ByteSource.unreadable(checkpoint, e);
        } catch (UncheckedIOException e) {
            throw ByteSource.unreadable(checkpoint, e.getCause());
        }
    }

    /**
     * Whether a file of the cache is there and has its SHA-256; by its mark, where it is as it was when it was hashed.
     */
    public boolean holds(Path file, String sha256) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            Path mark = file.resolveSibling(file.getFileName() + ".verified");
            State state = State.of(file);
            String line = state.bytes() + " " + state.millis() + " " + sha256;
            if (Files.isRegularFile(mark) && Files.readString(mark).equals(line)) {
                return true;
            }
            if (!sha256(ByteSource.of(file)).equals(sha256)) {
                return false;
            }
            AtomicFile.write(mark, line.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Notes what a file of the cache has been found to have while it was written. */
    public void hashed(Path file, String sha256) throws IOException {
        HASHED.put(State.of(file), sha256);
        holds(file, sha256);
    }

    /**
     * Copies a checkpoint into the cache, unless it is there already.
     *
     * @param place where the content comes from, for messages
     * @return the file
     * @throws SyrException if the content has another SHA-256, or the cache can't be written; nothing is left of it
     *     then
     */
    public Path unpack(String sha256, String name, Opener content, Object place) {
        Path file = file(sha256, name);
        if (!holds(file, sha256)) {
            AtomicFile.write(file, out -> {
                try (DigestInputStream in = new DigestInputStream(content.open(), Sha256.digest())) {
                    in.transferTo(out);
                    requireDigest(Sha256.hex(in.getMessageDigest()), sha256, place);
                }
            });
            try {
                hashed(file, sha256);
            } catch (IOException e) {
                throw ByteSource.unreadable(file, e);
            }
        }
        return file;
    }

    /** As {@link #find(String, ClassLoader, String)}, where nobody knows what it is called. */
    public ByteSource find(String sha256, ClassLoader loader) {
        return find(sha256, loader, "");
    }

    /**
     * Finds a checkpoint. One that lies in a jar is copied into the cache, or read into memory where the cache can't be
     * written.
     *
     * @param loader whose class path is looked through
     * @param sha256 64 hexadecimal digits
     * @param name what it is called in the message where it is missing
     * @return what has that SHA-256
     * @throws SyrException if it is in none of the three places; the message names them and what was wrong with each
     */
    public ByteSource find(String sha256, ClassLoader loader, String name) {
        String sha = sha256.toLowerCase(Locale.ROOT);
        if (!sha.matches("[0-9a-f]{64}")) {
            throw SyrException.badRequest("\"" + sha256 + "\" is not a SHA-256.", "Give its 64 hexadecimal digits.");
        }
        List<String> tried = new ArrayList<>();
        return onClassPath(sha, loader, tried)
                .or(() -> inProperty(sha, tried).map(ByteSource::of))
                .or(() -> inCache(sha, tried).map(ByteSource::of))
                .orElseThrow(() -> new SyrException(
                        SyrException.Kind.BAD_DATA,
                        "The base checkpoint " + (name.isEmpty() ? "" : name + " ") + "with SHA-256 " + sha
                                + " was not found: " + String.join("; ", tried) + ".",
                        "Add the checkpoint's artifact as a dependency, or start with -D" + PROPERTY
                                + "=FILE, or put the file into " + folder(sha) + "."));
    }

    private Optional<ByteSource> onClassPath(String sha, ClassLoader loader, List<String> tried) {
        for (String ending : ENDINGS) {
            URL url = loader.getResource(RESOURCES + "/" + sha + ending);
            if (url != null) {
                ByteSource found = url.getProtocol().equals("file") ? ByteSource.of(url) : inJar(url, sha, ending);
                requireDigest(sha256(found), sha, url);
                return Optional.of(found);
            }
        }
        tried.add("on the class path there is no " + RESOURCES + "/" + sha + ".pth or .safetensors");
        return Optional.empty();
    }

    private ByteSource inJar(URL url, String sha, String ending) {
        Optional<Path> cached = inCache(sha, new ArrayList<>());
        if (cached.isPresent()) {
            return ByteSource.of(cached.get());
        }
        try {
            return ByteSource.of(unpack(sha, sha + ending, () -> ByteSource.stream(url), url));
        } catch (SyrException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The base checkpoint is read into Java's memory, for the cache can not be used: " + e.getMessage()
                            + " Another cache is named by -D" + SyrCache.PROPERTY + "=FOLDER.");
            return ByteSource.of(url);
        }
    }

    private static void requireDigest(String found, String sha, Object place) {
        if (!found.equals(sha)) {
            throw SyrException.badData(
                    place,
                    "has the SHA-256 " + found + " instead of the one in its name.",
                    "Get the artifact it comes from again.");
        }
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
        Path folder = folder(sha);
        List<Path> files;
        try (Stream<Path> all = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            files = all.filter(CheckpointStore::isCheckpoint).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            tried.add("the cache's folder " + folder + " can't be read: " + e.getMessage());
            return Optional.empty();
        }
        if (files.isEmpty()) {
            tried.add("in the cache there is no file in " + folder);
        }
        return files.stream()
                .flatMap(file -> verified(file, sha, "in the cache, " + file, tried).stream())
                .findFirst();
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
        String found = sha256(ByteSource.of(file));
        if (!found.equals(sha)) {
            tried.add(what + " has the SHA-256 " + found);
            return Optional.empty();
        }
        return Optional.of(file);
    }
}
