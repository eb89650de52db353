package io.github.syr.fuzz;

import com.sun.management.ThreadMXBean;
import io.github.syr.error.SyrException;
import io.github.syr.error.SyrException.Kind;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What holds for every reader, whatever it is given: it reads, or refuses in words; it asks for no more memory than a
 * small file can be worth; it comes to an end within seconds.
 */
public final class Reading {

    /** Of heap, for a file of some KB. */
    private static final long MOST_BYTES = 256L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Path FOLDER = folder();

    private Reading() {}

    /** Something that reads. */
    @FunctionalInterface
    public interface Reader {
        void read() throws IOException;
    }

    /** Reads, and judges what comes of it. */
    public static void of(Reader reader) {
        // the first time classes are loaded and instrumented, which takes memory too
        if (bytesTaken(reader) > MOST_BYTES) {
            long taken = bytesTaken(reader);
            if (taken > MOST_BYTES) {
                throw new AssertionError("reading took " + (taken >> 20) + " MiB");
            }
        }
    }

    private static long bytesTaken(Reader reader) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try (Watchdog dog = Watchdog.watch()) {
            reader.read();
        } catch (SyrException e) {
            requireWords(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void requireWords(SyrException e) {
        if (e.kind() != Kind.BAD_DATA && e.kind() != Kind.BAD_REQUEST) {
            throw new AssertionError("a broken file is no " + e.kind(), e);
        }
        if (e.problem().isBlank()
                || e.problem().length() > 20_000
                || e.problem().chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("says nothing, or what no terminal should see: " + e.problem(), e);
        }
    }

    /** A file with a content, the same each time. */
    public static Path file(String name, byte[] content) {
        try {
            return Files.write(FOLDER.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of this process, in memory where there is such a place. */
    public static Path folder(String name) {
        try {
            return Files.createDirectories(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reference files as seeds. */
    public static Stream<byte[]> parity(String... names) {
        return Stream.of(names).map(name -> {
            try {
                return Files.readAllBytes(ReferenceFiles.file(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Path folder() {
        try {
            Path memory = Path.of("/dev/shm");
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "syr-fuzz")
                    : Files.createTempDirectory("syr-fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // of no use to anybody, and small
        }
    }
}
