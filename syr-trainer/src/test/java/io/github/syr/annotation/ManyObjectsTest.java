package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.image.BinaryMask;
import io.github.syr.mask.PngFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image of so many objects that their masks together don't fit memory. */
class ManyObjectsTest {

    private static final int WIDTH = 2000;
    private static final int HEIGHT = 1500;

    /** Of 375 KB each: 56 MB. */
    private static final int OBJECTS = 150;

    @TempDir
    Path folder;

    /** Reads a data set, in a process with a small heap. */
    static final class SmallProcess {

        private SmallProcess() {}

        public static void main(String[] arguments) {
            MaskResult result = new Fixture(Path.of(arguments[0])).build();
            System.out.println(result.objects() + " objects");
        }
    }

    @Test
    void areDrawnOneAfterTheOther() throws Exception {
        Fixture fixture = new Fixture(folder);
        List<String> annotations = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            int x = i * 4;
            annotations.add("{\"image_id\": 1, \"category_id\": 1, \"segmentation\": [[" + x + ", 5, " + (x + 900)
                    + ", 5, " + x + ", 1400]]}");
        }
        for (String split : List.of("train", "val", "test")) {
            boolean isLarge = split.equals("train");
            fixture.image(split + "/" + split + ".png", isLarge ? WIDTH : 40, isLarge ? HEIGHT : 30, split.length());
            fixture.text(
                    "instances_" + split + ".json",
                    "{\"images\": [{\"id\": 1, \"file_name\": \"" + split + ".png\"}], \"categories\": [{\"id\": 1,"
                            + " \"name\": \"ring\"}], \"annotations\": ["
                            + (isLarge
                                    ? String.join(", ", annotations)
                                    : "{\"image_id\": 1, \"category_id\": 1, \"segmentation\": [[1, 5, 20, 5, 20, 25]]}")
                            + "]}");
        }
        assertReadInASmallProcess();
    }

    @Test
    void areDecodedOneAfterTheOther() throws Exception {
        Fixture fixture = new Fixture(folder);
        List<String> shapes = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            BinaryMask mask = new BinaryMask(WIDTH, HEIGHT);
            mask.bits().set(i * WIDTH, i * WIDTH + 900);
            shapes.add("{\"label\": \"ring\", \"points\": [[0, 0], [1, 1]], \"shape_type\": \"mask\", \"mask\": \""
                    + Base64.getEncoder().encodeToString(PngFile.bytes(mask)) + "\"}");
        }
        for (String split : List.of("train", "val", "test")) {
            boolean isLarge = split.equals("train");
            fixture.image(split + "/" + split + ".png", isLarge ? WIDTH : 40, isLarge ? HEIGHT : 30, split.length());
            fixture.text(
                    split + "/" + split + ".json",
                    "{\"imagePath\": \"" + split + ".png\", \"shapes\": ["
                            + (isLarge
                                    ? String.join(", ", shapes)
                                    : "{\"label\": \"ring\", \"points\": [[1, 5], [20, 5], [20, 25]]}")
                            + "]}");
        }
        assertReadInASmallProcess();
    }

    private void assertReadInASmallProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SmallProcess.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        assertEquals(
                OBJECTS + 2 + " objects",
                said.strip().lines().reduce((first, last) -> last).orElse(""));
    }
}
