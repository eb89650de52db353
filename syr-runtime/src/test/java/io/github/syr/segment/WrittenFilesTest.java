package io.github.syr.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.image.Box;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, whose home, working and temporary folders are empty: they stay so. */
@Timeout(120)
class WrittenFilesTest {

    private static final String TINY = "c881b930742abe937c4ef64e83b1d6031bab6937e6479c52da7df3220b38445b";

    @TempDir
    private Path folder;

    private Path made(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    @Test
    void areInTheCacheAlone() throws Exception {
        Path home = made("home");
        Path temporary = made("temporary");
        Path working = made("working");
        Path cache = made("cache");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-Duser.home=" + home,
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dsyr.cache=" + cache,
                        // where DJL's JNA unpacks its library; else ~/.cache/JNA
                        "-Djna.tmpdir=" + cache.resolve("jna"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WrittenFilesTest.class.getName(),
                        ReferenceFiles.file("vit_b_image.png").toAbsolutePath().toString())
                .directory(working.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().remove("DJL_CACHE_DIR");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(Files.isDirectory(cache.resolve("djl/pytorch")), output);
        for (Path empty : List.of(home, temporary, working)) {
            assertEquals(List.of(), files(empty), output);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).sorted().toList();
        }
    }

    /** Opens a model and segments an image. */
    public static void main(String[] args) {
        Path checkpoint = CheckpointStore.ofSystem()
                .find(TINY, WrittenFilesTest.class.getClassLoader())
                .file()
                .orElseThrow();
        try (Segmenter segmenter = Segmenter.from(checkpoint);
                SegmentedImage image = segmenter.open(Path.of(args[0]))) {
            System.out.println(image.segment(Box.of(150, 90, 610, 480)).pixels().area());
        }
    }
}
