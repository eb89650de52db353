package io.github.syr.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.image.Box;
import io.github.syr.testing.ReferenceFiles;
import io.github.syr.testing.ResidentMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred requests at once, in a JVM of its own with a small heap, hold little more than one after the other. */
@Timeout(300)
class SegmenterMemoryTest {

    private static final String TINY = "c881b930742abe937c4ef64e83b1d6031bab6937e6479c52da7df3220b38445b";
    private static final int REQUESTS = 100;

    /** As many as let Java's heap grow to what it takes. */
    private static final int SEQUENTIAL = 30;

    /** Unbounded, it was 5.3 GB. */
    private static final double MOST = 1.3;

    @Test
    void aHundredRequestsTakeTheMemoryOfOne() throws Exception {
        assumeTrue(ResidentMemory.isKnown(), "SKIPPED: resident memory is read from /proc");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SegmenterMemoryTest.class.getName(),
                        ReferenceFiles.file("vit_b_image.png").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String line = output.lines()
                .filter(l -> l.startsWith("peak KiB: "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
        String[] peaks = line.replaceAll("[^0-9 ]", "").strip().split(" +");
        long one = Long.parseLong(peaks[0]);
        long all = Long.parseLong(peaks[1]);
        System.out.println(line);
        assertTrue(all <= MOST * one, line);
    }

    /** Requests one after the other, then many at once; the peaks of both. */
    public static void main(String[] args) throws Exception {
        Path checkpoint = CheckpointStore.ofSystem()
                .find(TINY, SegmenterMemoryTest.class.getClassLoader())
                .file()
                .orElseThrow();
        try (Segmenter segmenter = Segmenter.from(checkpoint)) {
            for (int i = 0; i < SEQUENTIAL; i++) {
                request(segmenter, Path.of(args[0]));
            }
            long one = ResidentMemory.peakKib();
            ExecutorService threads = Executors.newFixedThreadPool(REQUESTS);
            CountDownLatch start = new CountDownLatch(REQUESTS);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return request(segmenter, Path.of(args[0]));
                }));
            }
            for (Future<Integer> answer : answers) {
                answer.get();
            }
            threads.shutdown();
            System.out.println("peak KiB: " + one + " " + ResidentMemory.peakKib());
        }
    }

    private static int request(Segmenter segmenter, Path file) {
        try (SegmentedImage image = segmenter.open(file)) {
            return image.segment(Box.of(150, 90, 610, 480)).pixels().area();
        }
    }
}
