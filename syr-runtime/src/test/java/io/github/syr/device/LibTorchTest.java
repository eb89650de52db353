package io.github.syr.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import io.github.syr.error.SyrException;
import io.github.syr.io.SyrCache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibTorchTest {

    private static final String BINDING = "2.7.1";

    @TempDir
    private Path folder;

    @Test
    void readsWhatPipInstalls() throws IOException {
        libraries("c10", "torch", "torch_cpu", "c10_cuda", "torch_cuda");
        version("__version__ = '2.7.1+cu126'\ndebug = False\ncuda: Optional[str] = '12.6'\n");
        Path lib = folder.resolve("lib");
        assertEquals(new LibTorch(lib, BINDING, "cu128"), LibTorch.in(folder, BINDING, true));
        assertEquals(new LibTorch(lib, BINDING, "cpu"), LibTorch.in(folder, BINDING, false));
        assertEquals(new LibTorch(lib, BINDING, "cpu"), LibTorch.in(lib, BINDING, false));
        assertTrue(LibTorch.areForCuda(lib));
    }

    @Test
    void readsAnArchive() throws IOException {
        libraries("c10", "torch", "torch_cpu");
        Files.writeString(folder.resolve("build-version"), "2.7.1+cpu\n");
        assertEquals(new LibTorch(folder.resolve("lib"), BINDING, "cpu"), LibTorch.in(folder, BINDING, true));
    }

    @Test
    void namesAFolderThatIsNotThere() {
        assertProblem(folder.resolve("none"), false, folder.resolve("none") + ": there is no such folder.");
    }

    @Test
    void namesLibrariesThatAreMissing() throws IOException {
        libraries("c10", "torch");
        assertProblem(folder, false, folder.resolve("lib") + ": it lacks " + System.mapLibraryName("torch_cpu") + ".");
        libraries("torch_cpu", "torch_cuda");
        version("__version__ = '2.7.1+cu126'\n");
        assertProblem(folder, true, folder.resolve("lib") + ": it lacks " + System.mapLibraryName("c10_cuda") + ".");
    }

    @Test
    void namesAnotherVersion() throws IOException {
        libraries("c10", "torch", "torch_cpu");
        version("__version__ = '2.11.0+cu130'\ncuda: Optional[str] = '13.0'\n");
        assertProblem(
                folder,
                false,
                folder
                        + ": it is PyTorch 2.11.0, and DJL's binding is for PyTorch 2.7.1; together they would crash Java.");
    }

    @Test
    void namesAnotherCuda() throws IOException {
        libraries("c10", "torch", "torch_cpu", "c10_cuda", "torch_cuda");
        String problem = folder + ": it is built for CUDA 11, and DJL's binding to PyTorch 2.7.1 is for CUDA 12.";
        version("__version__ = '2.7.1+cu118'\ncuda: Optional[str] = '11.8'\n");
        assertProblem(folder, true, problem);
        Files.delete(folder.resolve("version.py"));
        Files.writeString(folder.resolve("build-version"), "2.7.1+cu118");
        assertProblem(folder, true, problem);
    }

    @Test
    void namesWhereAVersionIsExpected() throws IOException {
        libraries("c10", "torch", "torch_cpu");
        assertProblem(
                folder,
                false,
                folder.resolve("lib") + ": its version can't be read: " + folder.resolve("version.py")
                        + " (pip's torch) or " + folder.resolve("build-version")
                        + " (a libtorch archive) is expected.");
        version("version = 3\n");
        assertProblem(
                folder,
                false,
                folder.resolve("lib") + ": no version such as 2.7.1 stands in " + folder.resolve("version.py") + ".");
    }

    /** In a process of its own, for one process loads PyTorch once. */
    @Test
    void isWhatPyTorchIsLoadedFrom() throws Exception {
        PyTorch.start("cpu", 1, warning -> {});
        Path natives = unpacked();
        Files.createSymbolicLink(folder.resolve("lib"), natives);
        version("__version__ = '2.7.1+cpu'\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Dsyr.libtorch=" + folder,
                        "-cp",
                        classPathWithoutNatives(),
                        Loads.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertTrue(output.contains("sum 6.0 by " + folder.resolve("lib")), output);
    }

    private static String classPathWithoutNatives() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("pytorch-native"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Where DJL unpacked PyTorch's natives of the class path. */
    private static Path unpacked() throws IOException {
        Path root = Path.of(
                System.getProperty(
                        "DJL_CACHE_DIR", SyrCache.root().resolve("djl").toString()),
                "pytorch");
        try (Stream<Path> folders = Files.list(root)) {
            List<Path> found = folders.filter(f -> Files.exists(f.resolve("libtorch_cpu.so")))
                    .toList();
            assumeTrue(!found.isEmpty(), "SKIPPED: Linux's libraries are not in " + root);
            return found.get(0);
        }
    }

    /** Computes by the libraries that were named. */
    static final class Loads {
        public static void main(String[] arguments) {
            try (NDManager manager =
                    NDManager.newBaseManager(PyTorch.start("cpu", 1, System.out::println), "PyTorch")) {
                float sum = manager.create(new float[] {1, 2, 3}).sum().getFloat();
                System.out.println("sum " + sum + " by " + System.getProperty("PYTORCH_LIBRARY_PATH"));
            }
        }
    }

    private void assertProblem(Path given, boolean driver, String problem) {
        SyrException e = assertThrows(SyrException.class, () -> LibTorch.in(given, BINDING, driver));
        assertEquals(
                "syr.libtorch is " + problem
                        + " Install PyTorch by pip install torch==2.7.1 and name its folder, which"
                        + " python -c \"import torch; print(torch.__path__[0])\" prints.",
                e.getMessage());
        assertEquals(SyrException.Kind.DEVICE, e.kind());
    }

    private void libraries(String... names) throws IOException {
        for (String name : names) {
            Path lib = Files.createDirectories(folder.resolve("lib"));
            Files.createFile(lib.resolve(System.mapLibraryName(name)));
        }
    }

    private void version(String text) throws IOException {
        Files.writeString(folder.resolve("version.py"), text);
    }
}
