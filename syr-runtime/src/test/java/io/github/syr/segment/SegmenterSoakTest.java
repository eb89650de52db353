package io.github.syr.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.testing.ResidentMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand prompts on mixed images from four threads, after five thousand in which the largest have come: what the
 * process holds after those, it holds at the end.
 */
@Tag("soak")
class SegmenterSoakTest {

    private static final int CALLS = 15_000;
    private static final int WARM = 5_000;
    private static final int THREADS = 4;
    private static final int CALLS_AN_IMAGE = 10;
    private static final double TOLERANCE = 0.02;

    @Test
    void holdsNoMoreAtTheEnd() throws Exception {
        assumeTrue(ResidentMemory.isKnown(), "SKIPPED: resident memory is read from /proc");
        String tiny = "c881b930742abe937c4ef64e83b1d6031bab6937e6479c52da7df3220b38445b";
        Path checkpoint = CheckpointStore.ofSystem()
                .find(tiny, getClass().getClassLoader())
                .file()
                .orElseThrow();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Segmenter segmenter = Segmenter.from(checkpoint)) {
            AtomicInteger done = new AtomicInteger();
            List<Long> samples = new ArrayList<>();
            int arrays = segmenter.answer(
                    (sam, scope) -> sam.manager().getManagedArrays().size());
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                SplittableRandom random = new SplittableRandom(thread);
                work.add(threads.submit(() -> {
                    while (done.get() < CALLS) {
                        segment(segmenter, random, done, samples);
                    }
                }));
            }
            for (Future<?> each : work) {
                each.get();
            }
            int left = segmenter.answer(
                    (sam, scope) -> sam.manager().getManagedArrays().size());
            assertEquals(arrays, left);
            System.out.println("resident KiB after each 500 calls from the " + WARM + "th: " + samples);
            long warm = samples.get(0);
            for (long sample : samples) {
                assertTrue(
                        Math.abs(sample - warm) <= TOLERANCE * warm,
                        sample + " KiB, and " + warm + " KiB after " + WARM + " calls");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** An image of a size of its own, asked several times in several ways. */
    private static void segment(Segmenter segmenter, SplittableRandom random, AtomicInteger done, List<Long> samples) {
        int width = random.nextInt(100, 900);
        int height = random.nextInt(100, 900);
        byte[] pixels = new byte[3 * width * height];
        random.nextBytes(pixels);
        SegmentedImage image = segmenter.open(new RgbImage(width, height, pixels));
        for (int call = 0; call < CALLS_AN_IMAGE; call++) {
            Box box = Box.of(5, 5, random.nextInt(20, width), random.nextInt(20, height));
            switch (call % 4) {
                case 0 -> image.segment(box);
                case 1 -> image.segment(List.of(box, Box.of(1, 1, 50, 60)));
                case 2 -> image.segmentMulti(Prompt.points(Prompt.foreground(30, 40), Prompt.background(80, 60)));
                default ->
                    image.segment(Prompt.box(box).refining(image.segment(box))).logits();
            }
            int number = done.incrementAndGet();
            if (number >= WARM && number % 500 == 0) {
                synchronized (samples) {
                    samples.add(ResidentMemory.kib());
                }
            }
        }
    }
}
