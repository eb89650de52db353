package io.github.syr.segment;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.AdapterIndex;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.adapter.Scores;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.adapter.SelfTestPicture;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.device.PyTorch;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.io.Sha256;
import io.github.syr.io.SyrCache;
import io.github.syr.testing.ReferenceFiles;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter and its base checkpoint in a jar of the class path, as an application has them. */
class ClasspathAdapterTest {

    private static final Path BASE = ReferenceFiles.file("mini_sam.pth");

    @TempDir
    private Path folder;

    private String cacheBefore;

    /** The first start unpacks PyTorch into the cache, which is another matter. */
    @BeforeAll
    static void startPyTorch() {
        PyTorch.start("cpu", 0, warning -> {});
    }

    @BeforeEach
    void setCache() {
        cacheBefore = System.getProperty(SyrCache.PROPERTY);
        System.setProperty(SyrCache.PROPERTY, folder.resolve("cache").toString());
    }

    @AfterEach
    void resetCache() {
        if (cacheBefore == null) {
            System.clearProperty(SyrCache.PROPERTY);
        } else {
            System.setProperty(SyrCache.PROPERTY, cacheBefore);
        }
    }

    @Test
    void isReadFromTheJarAndWritesNothingForIt() throws Exception {
        URL jar = jar("rings", Sha256.of(BASE));
        assertAdapted(jar);
        try (var files = Files.walk(folder.resolve("cache"))) {
            assertEquals(
                    List.of("checkpoints"),
                    files.filter(Files::isRegularFile)
                            .map(file -> folder.resolve("cache")
                                    .relativize(file)
                                    .getName(0)
                                    .toString())
                            .distinct()
                            .toList());
        }
    }

    /** A file where the cache's folder would be: no user can write into that. */
    @Test
    void worksWithACacheThatCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("cache"), "not a folder");
        assertAdapted(jar("rings", Sha256.of(BASE)));
    }

    /** As in the common pool, whose threads have the JDK's class loader as their context. */
    @Test
    void isFoundBySyrsOwnClassLoaderToo() throws Exception {
        List<URL> classPath = new ArrayList<>(List.of(jar("rings", Sha256.of(BASE))));
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator)) {
            classPath.add(Path.of(entry).toUri().toURL());
        }
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try (URLClassLoader application =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method only =
                    application.loadClass(ClasspathAdapter.class.getName()).getDeclaredMethod("only");
            only.setAccessible(true);
            assertTrue(only.invoke(null)
                    .toString()
                    .contains("rings.jar!/META-INF/syr/com.example/rings/adapter.safetensors"));
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    /** {@code checkpoint} says where the base is; then it need not be found anywhere else. */
    @Test
    void takesTheCheckpointThatIsNamed() throws Exception {
        URL jar = jarOf("rings", Sha256.of(BASE), false);
        withContext(jar, () -> {
            String message =
                    assertThrows(SyrException.class, Segmenter::fromClasspath).getMessage();
            assertTrue(
                    message.startsWith("The base checkpoint mini (")
                            && message.contains(" bytes) with SHA-256 " + Sha256.of(BASE)
                                    + " was not found: on the class path there is no ")
                            && message.contains(
                                    "; system property syr.checkpoint is not set; in the cache there is no file in "),
                    message);
            Segmenter.builder().fromClasspath().checkpoint(BASE).build().close();
        });
    }

    private void assertAdapted(URL jar) throws Exception {
        float[] expected = Safetensors.read(ReferenceFiles.file("mini_lora_forward.safetensors"))
                .tensor("logits")
                .toFloats();
        withContext(jar, () -> {
            try (Segmenter segmenter = Segmenter.fromClasspath()) {
                assertEquals(
                        Sha256.of(BASE),
                        segmenter.adapter().orElseThrow().base().sha256());
                float[] logits = segmenter
                        .open(ReferenceFiles.file("mini_image.png"))
                        .segment(Box.of(17, 11, 93, 71))
                        .logits();
                assertNear(expected, logits, 1e-5, "logits");
            }
        });
    }

    /** A manifest whose SHA-256 is right and that is otherwise of another adapter, or of other coordinates. */
    @Test
    void refusesAManifestThatContradictsItsAdapter() throws Exception {
        URL jar = jarOf("other", Sha256.of(BASE), true, manifest -> {
            AdapterManifest.Delta d = manifest.adapter();
            return with(
                    manifest,
                    manifest.coordinates(),
                    new AdapterManifest.Delta(
                            d.sha256(), 8, d.alpha(), d.blocks(), d.targets(), d.replaced(), d.parameters()));
        });
        withContext(jar, () -> {
            String message =
                    assertThrows(SyrException.class, Segmenter::fromClasspath).getMessage();
            assertTrue(message.contains("says of the adapter beside it Delta["), message);
            assertTrue(
                    message.contains("rank=8") && message.contains("but it is") && message.contains("rank=3"), message);
        });
        URL moved = jarOf(
                "moved",
                Sha256.of(BASE),
                true,
                manifest -> with(
                        manifest,
                        new AdapterManifest.Coordinates("com.example", "elsewhere", "1"),
                        manifest.adapter()));
        withContext(moved, () -> {
            String message =
                    assertThrows(SyrException.class, Segmenter::fromClasspath).getMessage();
            assertTrue(
                    message.contains("is of com.example:elsewhere:1, but lies in the folder of com.example:moved."),
                    message);
        });
    }

    /** The self-test that is in the jar is the one that is taken, if it is of the adapter in the jar. */
    @Test
    void isTestedByWhatIsInItsJar() throws Exception {
        float[] none = new float[64 * 64];
        SelfTestFile.of("another", none, new BinaryMask(192, 144), SelfTestPicture.drawn())
                .write(folder.resolve(SelfTestFile.FILE));
        withContext(jar("other", Sha256.of(BASE)), () -> {
            try (Segmenter segmenter = Segmenter.fromClasspath()) {
                String message =
                        assertThrows(SyrException.class, segmenter::selfTest).getMessage();
                assertTrue(
                        message.contains("other.jar!/META-INF/syr/com.example/other/selftest.safetensors: is of the"
                                + " adapter another, but the one beside it is "),
                        message);
            }
        });
        Mask mask;
        try (Segmenter segmenter = Segmenter.builder()
                .checkpoint(BASE)
                .decoderHeads(2)
                .adapter(folder.resolve("adapter.safetensors"))
                .build()) {
            mask = segmenter
                    .open(SelfTestPicture.drawn().pixels())
                    .segment(SelfTestPicture.drawn().box());
        }
        SelfTestFile.of(
                        Sha256.of(folder.resolve("adapter.safetensors")),
                        mask.lowResLogits(),
                        mask.pixels(),
                        SelfTestPicture.drawn())
                .write(folder.resolve(SelfTestFile.FILE));
        withContext(jar("rings", Sha256.of(BASE)), () -> {
            try (Segmenter segmenter = Segmenter.fromClasspath()) {
                assertEquals(1, segmenter.selfTest().dice());
            }
        });
    }

    private static AdapterManifest with(
            AdapterManifest m, AdapterManifest.Coordinates coordinates, AdapterManifest.Delta delta) {
        return new AdapterManifest(
                m.schema(),
                coordinates,
                m.base(),
                delta,
                m.metrics(),
                m.splits(),
                m.training(),
                m.versions(),
                m.device());
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void withContext(URL jar, Step step) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, context)) {
            thread.setContextClassLoader(loader);
            step.run();
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    private URL jar(String artifact, String baseSha256) throws IOException {
        return jarOf(artifact, baseSha256, true);
    }

    private URL jarOf(String artifact, String baseSha256, boolean withBase) throws IOException {
        return jarOf(artifact, baseSha256, withBase, manifest -> manifest);
    }

    private URL jarOf(String artifact, String baseSha256, boolean withBase, UnaryOperator<AdapterManifest> change)
            throws IOException {
        Adapter adapter = AdapterFile.read(ReferenceFiles.file("mini_lora_rank3.safetensors"));
        Path weights = folder.resolve("adapter.safetensors");
        AdapterFile.write(weights, adapter, baseSha256);
        var coordinates = new AdapterManifest.Coordinates("com.example", artifact, "1");
        Path jar = folder.resolve(artifact + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(
                    zip,
                    AdapterIndex.PATH,
                    AdapterIndex.write(List.of(new AdapterIndex.Entry("com.example", artifact)))
                            .getBytes(StandardCharsets.UTF_8));
            put(zip, coordinates.folder() + "/" + AdapterManifest.ADAPTER_FILE, Files.readAllBytes(weights));
            put(
                    zip,
                    coordinates.folder() + "/" + AdapterManifest.FILE,
                    change.apply(manifest(coordinates, weights, baseSha256))
                            .toJson()
                            .getBytes(StandardCharsets.UTF_8));
            Path selfTest = folder.resolve(SelfTestFile.FILE);
            if (Files.exists(selfTest)) {
                put(zip, coordinates.folder() + "/" + SelfTestFile.FILE, Files.readAllBytes(selfTest));
            }
            if (withBase) {
                put(zip, CheckpointStore.RESOURCES + "/" + baseSha256 + ".pth", Files.readAllBytes(BASE));
            }
        }
        return jar.toUri().toURL();
    }

    private static AdapterManifest manifest(AdapterManifest.Coordinates coordinates, Path weights, String baseSha256) {
        var scores = new Scores(.9, .8, .7, OptionalDouble.empty(), .2);
        var judged = new AdapterManifest.Judged(scores, Map.of());
        return new AdapterManifest(
                AdapterManifest.SCHEMA,
                coordinates,
                new AdapterManifest.Base("mini", baseSha256, BASE.toFile().length(), "mini", OptionalInt.of(2)),
                AdapterManifest.Delta.of(AdapterFile.read(weights), Sha256.of(weights)),
                new AdapterManifest.Metrics(scores, judged, judged),
                Map.of(),
                new AdapterManifest.TrainingSummary(
                        1,
                        1,
                        1,
                        1e-3,
                        0,
                        20,
                        OptionalInt.empty(),
                        7,
                        "frozen",
                        "constant",
                        0,
                        java.util.OptionalDouble.empty(),
                        "adam",
                        0.0,
                        1,
                        OptionalDouble.empty(),
                        "best",
                        "float32",
                        List.of(),
                        "predecessor",
                        "dice-ce",
                        0.0,
                        1.0,
                        List.of("box:1"),
                        OptionalInt.empty(),
                        Optional.empty()),
                Map.of(),
                "cpu");
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }
}
