package io.github.syr.segment;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.image.Box;
import io.github.syr.testing.ReferenceFiles;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One segmenter and many threads, and two class loaders over one DJL. */
@Timeout(120)
class SharedSegmenterTest {

    private static final int THREADS = 100;
    private static final Box BOX = Box.of(17, 11, 93, 71);
    private static final float[] EXPECTED = Safetensors.read(ReferenceFiles.file("mini_forward.safetensors"))
            .tensor("box_low_res_logits")
            .toFloats();

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static Segmenter mini() {
        return Segmenter.builder()
                .checkpoint(ReferenceFiles.file("mini_sam.pth"))
                .decoderHeads(2)
                .build();
    }

    @Test
    void answersAHundredThreadsAlike() throws Exception {
        try (Segmenter segmenter = mini()) {
            SegmentedImage shared = segmenter.open(ReferenceFiles.file("mini_image.png"));
            CountDownLatch start = new CountDownLatch(1);
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                boolean own = i % 4 == 0;
                answers.add(threads.submit(() -> {
                    start.await();
                    SegmentedImage image = own ? segmenter.open(ReferenceFiles.file("mini_image.png")) : shared;
                    return image.segment(BOX).lowResLogits();
                }));
            }
            start.countDown();
            for (Future<float[]> answer : answers) {
                assertNear(EXPECTED, answer.get(), 1e-5, "answer");
            }
        }
    }

    /** Closing waits for what runs; whoever comes later is told. */
    @Test
    void isClosedWhileItIsInUse() throws Exception {
        Segmenter segmenter = mini();
        SegmentedImage image = segmenter.open(ReferenceFiles.file("mini_image.png"));
        Semaphore answered = new Semaphore(0);
        Callable<String> use = () -> {
            for (; ; ) {
                float[] logits;
                try {
                    logits = image.segment(BOX).lowResLogits();
                } catch (IllegalStateException e) {
                    return e.getMessage();
                }
                assertNear(EXPECTED, logits, 1e-5, "answer");
                answered.release();
            }
        };
        List<Future<String>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            ends.add(threads.submit(use));
        }
        answered.acquire(THREADS); // it is in use
        segmenter.close();
        for (Future<String> end : ends) {
            assertEquals("the segmenter is closed", end.get());
        }
    }

    @Test
    void closesAnImageWhileItIsAsked() throws Exception {
        try (Segmenter segmenter = mini()) {
            SegmentedImage image = segmenter.open(ReferenceFiles.file("mini_image.png"));
            Semaphore answered = new Semaphore(0);
            List<Future<String>> ends = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ends.add(threads.submit(() -> {
                    for (; ; ) {
                        try {
                            image.segment(BOX);
                        } catch (IllegalStateException e) {
                            return e.getMessage();
                        }
                        answered.release();
                    }
                }));
            }
            answered.acquire(8);
            image.close();
            for (Future<String> end : ends) {
                assertEquals("the image is closed", end.get());
            }
            assertNear(
                    EXPECTED,
                    segmenter
                            .open(ReferenceFiles.file("mini_image.png"))
                            .segment(BOX)
                            .lowResLogits(),
                    1e-5,
                    "afterwards");
        }
    }

    /**
     * Loads SYR's own classes itself, and everything else, DJL with its natives, from its parent: as an application in
     * a server.
     */
    private static final class ApplicationLoader extends URLClassLoader {

        ApplicationLoader() throws Exception {
            super(syr(), SharedSegmenterTest.class.getClassLoader());
        }

        private static URL[] syr() throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (path.contains("syr-runtime") || path.contains("syr-image")) {
                    urls.add(Path.of(path).toUri().toURL());
                }
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("io.github.syr.") || name.startsWith("io.github.syr.testing.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }

    /** What an application in a loader of its own does; run by reflection. */
    public static final class Application implements Callable<Object[]> {

        @Override
        public Object[] call() {
            try (Segmenter segmenter = Segmenter.builder()
                    .checkpoint(ReferenceFiles.file("mini_sam.pth"))
                    .adapter(ReferenceFiles.file("mini_lora_rank3.safetensors"))
                    .decoderHeads(2)
                    .build()) {
                float[] logits = segmenter
                        .open(ReferenceFiles.file("mini_image.png"))
                        .segment(Box.of(17, 11, 93, 71))
                        .logits();
                return new Object[] {Segmenter.class, Engine.class, logits};
            }
        }
    }

    @Test
    void runsInTwoClassLoadersOverOneDjl() throws Exception {
        List<Future<Object[]>> ends = new ArrayList<>();
        try (ApplicationLoader one = new ApplicationLoader();
                ApplicationLoader two = new ApplicationLoader()) {
            for (ApplicationLoader loader : List.of(one, two)) {
                @SuppressWarnings("unchecked")
                Callable<Object[]> application = (Callable<Object[]>) loader.loadClass(Application.class.getName())
                        .getConstructor()
                        .newInstance();
                ends.add(threads.submit(application));
            }
            Object[] first = ends.get(0).get();
            Object[] second = ends.get(1).get();
            assertNotSame(first[0], second[0], "SYR is loaded twice");
            assertSame(first[1], second[1], "DJL is loaded once");
            assertTrue(Arrays.equals((float[]) first[2], (float[]) second[2]));
            assertNear(
                    Safetensors.read(ReferenceFiles.file("mini_lora_forward.safetensors"))
                            .tensor("logits")
                            .toFloats(),
                    (float[]) first[2],
                    1e-5,
                    "answer");
        }
    }
}
