package io.github.syr.device;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of PyTorch's natives has a message of its own, before they are loaded. */
@Timeout(120)
class NativeLibrariesTest {

    private static final String VERSION = "2.7.1-20250812";

    @TempDir
    private Path folder;

    private Path cache;

    @BeforeEach
    void setCache() {
        cache = folder.resolve("cache");
    }

    /** A folder of the class path with natives; their library has 4 bytes. */
    private URL natives(String name, String version, String platform) throws IOException {
        Path root = folder.resolve(name);
        write(
                root.resolve("native/lib/pytorch.properties"),
                "version=" + version + "\nflavor=cpu\nclassifier=" + platform + "\nlibraries=libtorch.so,libc10.so");
        write(root.resolve("pytorch/cpu/" + platform + "/libtorch.so"), "ELF!");
        write(root.resolve("pytorch/cpu/" + platform + "/libc10.so"), "ELF!");
        return root.toUri().toURL();
    }

    private URL binding(String version) throws IOException {
        Path root = folder.resolve("binding-" + version);
        write(root.resolve("jnilib/pytorch.properties"), "jni_version=" + version + "-0.36.0");
        return root.toUri().toURL();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void require(URL... classPath) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            new NativeLibraries(List.of(loader, loader), "linux-x86_64", cache).require();
        }
    }

    private String problem(URL... classPath) {
        SyrException e = assertThrows(SyrException.class, () -> require(classPath));
        assertEquals(SyrException.Kind.DEVICE, e.kind());
        assertFalse(e.remedy().isBlank());
        return e.problem();
    }

    @Test
    void areTakenWhereTheyFit() throws IOException {
        URL natives = natives("a", VERSION, "linux-x86_64");
        URL others = natives("b", VERSION, "win-x86_64");
        assertDoesNotThrow(() -> require(others, natives, binding("2.7.1")));
    }

    @Test
    void missing() throws IOException {
        assertEquals(
                "PyTorch's native libraries are not on the class path, and SYR downloads nothing.",
                problem(binding("2.7.1")));
    }

    @Test
    void ofAnotherPlatform() throws IOException {
        URL natives = natives("a", VERSION, "win-x86_64");
        assertEquals(
                "PyTorch's native libraries on the class path are for win-x86_64, and this machine is linux-x86_64: "
                        + natives + "native/lib/pytorch.properties.",
                problem(natives, binding("2.7.1")));
    }

    /** Wherever it stands on the class path. */
    @Test
    void ofAnotherVersion() throws IOException {
        URL right = natives("a", VERSION, "linux-x86_64");
        URL old = natives("b", "2.5.1", "linux-x86_64");
        String expected =
                "PyTorch 2.5.1 is on the class path, and DJL's binding is for PyTorch 2.7.1; together they would crash"
                        + " Java: " + old + "native/lib/pytorch.properties.";
        assertEquals(expected, problem(old, right, binding("2.7.1")));
        assertEquals(expected, problem(right, old, binding("2.7.1")));
        assertEquals(expected, problem(old, binding("2.7.1")));
    }

    @Test
    void withTwoBindings() throws IOException {
        assertEquals(
                "Several of DJL's bindings to PyTorch (ai.djl.pytorch:pytorch-jni) are on the class path: for 2.5.1, 2.7.1.",
                problem(natives("a", VERSION, "linux-x86_64"), binding("2.7.1"), binding("2.5.1")));
        assertEquals(
                "DJL's binding to PyTorch (ai.djl.pytorch:pytorch-jni) is not on the class path.",
                problem(natives("a", VERSION, "linux-x86_64")));
    }

    /** No user can write into a folder that is a file. */
    @Test
    void withACacheThatCannotBeWritten() throws IOException {
        Files.writeString(cache, "a file");
        URL natives = natives("a", VERSION, "linux-x86_64");
        String problem = problem(natives, binding("2.7.1"));
        assertTrue(
                problem.startsWith("PyTorch's native libraries (0 MB) can't be unpacked into " + cache + ": "),
                problem);
        assertTrue(assertThrows(SyrException.class, () -> require(natives, binding("2.7.1")))
                .remedy()
                .contains("-Dsyr.cache=FOLDER"));
    }

    /** Nothing is written where it is complete. */
    @Test
    void withACacheThatIsComplete() throws IOException {
        Path unpacked = cache.resolve("pytorch/" + VERSION + "-cpu-linux-x86_64");
        write(unpacked.resolve("libtorch.so"), "ELF!");
        URL natives = natives("a", VERSION, "linux-x86_64");
        assertEquals(
                unpacked + " lacks libc10.so, so PyTorch was not unpacked completely.",
                problem(natives, binding("2.7.1")));
        write(unpacked.resolve("libc10.so"), "ELF!");
        require(natives, binding("2.7.1"));
        try (var files = Files.walk(cache)) {
            assertEquals(2, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void thatCannotBeLoaded() {
        assertTrue(NativeLibraries.unloadable(new RuntimeException(
                        new UnsatisfiedLinkError("Native Library x already loaded in another classloader")))
                .remedy()
                .startsWith("One class loader of a process can hold them."));
        assertTrue(NativeLibraries.unloadable(new UnsatisfiedLinkError(
                        "Error loading shared library ld-linux-x86-64.so.2: No such file (needed by libtorch.so)"))
                .remedy()
                .contains("Alpine"));
        assertTrue(NativeLibraries.unloadable(
                        new UnsatisfiedLinkError("libc10.so: failed to map segment from shared object"))
                .remedy()
                .contains("noexec"));
        assertTrue(NativeLibraries.unloadable(new IllegalStateException(new IOException("No space left on device")))
                .remedy()
                .contains("-Dsyr.cache=FOLDER"));
    }

    /** What an application without natives sees. */
    @Test
    void missingInARealProcess() throws Exception {
        String output = start(entry -> !entry.contains("pytorch-native"), List.of());
        assertTrue(output.contains("DEVICE PyTorch's native libraries are not on the class path"), output);
    }

    /** Loaded, this one would kill the JVM. */
    @Test
    void ofAnotherVersionInARealProcess() throws Exception {
        natives("old", "2.5.1", NativeLibraries.platform());
        String output = start(entry -> true, List.of(folder.resolve("old").toString()));
        assertTrue(output.contains("DEVICE PyTorch 2.5.1 is on the class path"), output);
    }

    private interface Kept {
        boolean keeps(String entry);
    }

    private String start(Kept kept, List<String> ahead) throws Exception {
        List<String> classPath = new ArrayList<>(ahead);
        classPath.addAll(
                Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                        .filter(kept::keeps)
                        .toList());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsyr.cache=" + cache,
                        "-cp",
                        classPath.stream().collect(Collectors.joining(File.pathSeparator)),
                        NativeLibrariesTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** Starts PyTorch, and prints what comes of it. */
    public static void main(String[] args) {
        try {
            PyTorch.start("cpu", 1, warning -> {});
            System.out.println("started");
        } catch (SyrException e) {
            System.out.println(e.kind() + " " + e.getMessage());
        }
    }

    /** What SYR names for each platform is what DJL's binding can load. */
    @ParameterizedTest
    @ValueSource(strings = {"linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64"})
    void namesNativesThatHaveABinding(String platform) {
        assertNotNull(getClass().getResource("/jnilib/" + platform + "/cpu/"), platform);
    }
}
