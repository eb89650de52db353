package io.github.syr.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.syr.error.SyrException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockFileTest {

    @TempDir
    private Path folder;

    private final CompletableFuture<String> told = new CompletableFuture<>();

    private Path file() {
        return folder.resolve("locks/cpu.lock");
    }

    /** Takes the lock in a thread of its own; done once it has it, and has freed it again. */
    private CompletableFuture<Void> takeAndFree(Consumer<String> waiting) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        LockFile.take(file(), "second", waiting).close();
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                })
                .start();
        return done;
    }

    @Test
    void holdsBetweenThreadsAndSaysWhoHoldsIt() throws Exception {
        CompletableFuture<Void> second;
        try (LockFile first = LockFile.take(file(), "first", holder -> {})) {
            second = takeAndFree(told::complete);
            String holder = told.get();
            assertTrue(
                    holder.matches("first \\(process " + ProcessHandle.current().pid() + ", since \\d{4}-.*\\)"),
                    holder);
            assertEquals(holder, Files.readString(file()));
            assertFalse(second.isDone());
        }
        second.get();
    }

    /** As two modules that name one cache by two paths. */
    @Test
    void holdsWhateverLinkLeadsToTheFile() throws Exception {
        Files.createDirectories(folder.resolve("locks"));
        Path link = folder.resolve("link");
        try {
            Files.createSymbolicLink(link, folder.resolve("locks"));
        } catch (UnsupportedOperationException | IOException e) {
            assumeTrue(false, "no symbolic links here: " + e);
        }
        CompletableFuture<Void> second;
        try (LockFile first = LockFile.take(link.resolve("cpu.lock"), "first", holder -> {})) {
            second = takeAndFree(told::complete);
            assertTrue(told.get().startsWith("first (process "), told.get());
            Process process = start();
            try (BufferedReader out = process.inputReader()) {
                assertEquals("waiting", out.readLine());
            } finally {
                process.destroyForcibly();
            }
        }
        second.get();
    }

    /** As two realms of Maven, one with a plugin dependency of its own. */
    @Test
    void holdsBetweenClassLoaders() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator)) {
            classPath.add(Path.of(entry).toUri().toURL());
        }
        CompletableFuture<Void> second = new CompletableFuture<>();
        try (URLClassLoader other =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            var take = other.loadClass(LockFile.class.getName())
                    .getMethod("take", Path.class, String.class, Consumer.class);
            try (LockFile first = LockFile.take(file(), "first", holder -> {})) {
                new Thread(() -> {
                            try {
                                ((AutoCloseable) take.invoke(null, file(), "second", (Consumer<String>) told::complete))
                                        .close();
                                second.complete(null);
                            } catch (Throwable e) {
                                second.completeExceptionally(e);
                            }
                        })
                        .start();
                assertTrue(told.get().startsWith("first (process "), told.get());
                assertFalse(second.isDone());
            }
            second.get();
        }
    }

    @Test
    void holdsBetweenProcessesAndIsFreeWhenItsHolderIsKilled() throws Exception {
        Process process = start();
        try (BufferedReader out = process.inputReader()) {
            assertEquals("held", out.readLine());
            CompletableFuture<Void> second = takeAndFree(told::complete);
            assertTrue(told.get().startsWith("another build (process " + process.pid() + ", since "), told.get());
            assertFalse(second.isDone());
            process.destroyForcibly();
            second.get();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName(),
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A process that holds a lock until it is killed. */
    public static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws Exception {
            LockFile.take(Path.of(args[0]), "another build", holder -> System.out.println("waiting"));
            System.out.println("held");
            Thread.currentThread().join();
        }
    }

    /** Who gives up does not free what another holds: on Linux, closing any channel on a file frees the locks on it. */
    @Test
    void staysHeldWhenOneWhoWaitedGivesUp() throws Exception {
        try (LockFile first = LockFile.take(file(), "first", holder -> {})) {
            CompletableFuture<Void> second = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    LockFile.take(file(), "second", told::complete).close();
                    second.complete(null);
                } catch (Throwable e) {
                    second.completeExceptionally(e);
                }
            });
            waiting.start();
            told.get();
            waiting.interrupt();
            ExecutionException e = assertThrows(ExecutionException.class, () -> second.get(30, TimeUnit.SECONDS));
            assertTrue(e.getCause() instanceof InterruptedException, e.toString());
            Process process = start();
            try (BufferedReader out = process.inputReader()) {
                assertEquals("waiting", out.readLine());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void saysThatTheFolderCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("locks"), "not a folder");
        SyrException e = assertThrows(SyrException.class, () -> LockFile.take(file(), "a", holder -> {}));
        assertTrue(e.getMessage().startsWith(file() + ": can't be written: "), e.getMessage());
    }
}
