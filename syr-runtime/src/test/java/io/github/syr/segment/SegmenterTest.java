package io.github.syr.segment;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.checkpoint.Precision;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.device.PyTorch;
import io.github.syr.error.SyrException;
import io.github.syr.image.Box;
import io.github.syr.io.Sha256;
import io.github.syr.testing.Assumed;
import io.github.syr.testing.ReferenceFiles;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API, on the mini model and on the tiny checkpoint's goldens. */
class SegmenterTest {

    private static final Box BOX = Box.of(17, 11, 93, 71);

    private final TensorFile goldens = Safetensors.read(ReferenceFiles.file("mini_forward.safetensors"));

    @TempDir
    private Path folder;

    private static Segmenter mini() {
        return Segmenter.builder()
                .checkpoint(ReferenceFiles.file("mini_sam.pth"))
                .decoderHeads(2)
                .build();
    }

    private static Path tiny() {
        String sha256 = "c881b930742abe937c4ef64e83b1d6031bab6937e6479c52da7df3220b38445b";
        return CheckpointStore.ofSystem()
                .find(sha256, SegmenterTest.class.getClassLoader())
                .file()
                .orElseThrow();
    }

    private float[] golden(String name) {
        return goldens.tensor(name).toFloats();
    }

    @Test
    void segmentsWhatIsInABox() {
        try (Segmenter segmenter = mini()) {
            Mask mask = segmenter.open(ReferenceFiles.file("mini_image.png")).segment(BOX);
            float[] logits = golden("box_logits");
            assertNear(logits, mask.logits(), 1e-5, "logits");
            assertNear(golden("box_low_res_logits"), mask.lowResLogits(), 1e-5, "low-resolution logits");
            assertEquals(golden("box_iou")[0], mask.predictedIou(), 1e-5);
            for (int i = 0; i < logits.length; i++) {
                assertEquals(logits[i] > 0, mask.contains(i % 120, i / 120), "pixel " + i);
            }
        }
    }

    @Test
    void answersAlikeInBfloat16() {
        Assumed.notRefused(SyrException.class, () -> PyTorch.require(Precision.BFLOAT16, Device.cpu()));
        Box box = Box.of(150, 90, 610, 480);
        Segmenter.Builder builder = Segmenter.builder().checkpoint(tiny()).precision(Precision.BFLOAT16);
        try (Segmenter exact = Segmenter.from(tiny());
                Segmenter reduced = builder.build()) {
            Mask expected = exact.open(ReferenceFiles.file("vit_b_image.png")).segment(box);
            Mask actual = reduced.open(ReferenceFiles.file("vit_b_image.png")).segment(box);
            assertNear(expected.lowResLogits(), actual.lowResLogits(), 3e-2, "low-resolution logits");
            BitSet differing = (BitSet) expected.pixels().bits().clone();
            differing.xor(actual.pixels().bits());
            int area = expected.pixels().area() + actual.pixels().area();
            assertTrue(differing.cardinality() < 0.002 * area, differing.cardinality() + " of " + area);
        }
    }

    @Test
    void dividesTheCoresAmongThoseThatComputeAtOnce() {
        assertEquals(PyTorch.cores(), Segmenter.builder().threadsOfAnOperation());
        assertEquals(1, Segmenter.builder().maxConcurrent(2 * PyTorch.cores()).threadsOfAnOperation());
        assertEquals(3, Segmenter.builder().threads(3).maxConcurrent(2).threadsOfAnOperation());
    }

    @Test
    void takesPointsAndSeveralMasksAndRefines() {
        try (Segmenter segmenter = mini();
                SegmentedImage image = segmenter.open(ReferenceFiles.file("mini_image.png"))) {
            Prompt points =
                    Prompt.points(Prompt.foreground(30, 40), Prompt.foreground(80, 60), Prompt.background(100, 20));
            assertNear(golden("points_logits"), image.segment(points).logits(), 1e-5, "points");
            assertNear(
                    golden("points_box_logits"), image.segment(points.in(BOX)).logits(), 1e-5, "points and box");
            Mask first = image.segment(BOX);
            assertNear(
                    golden("mask_logits"),
                    image.segment(Prompt.box(BOX).refining(first)).logits(),
                    1e-5,
                    "refined");
            List<Mask> three = image.segmentMulti(Prompt.box(BOX));
            float[] iou = golden("multi_iou");
            java.util.Arrays.sort(iou);
            assertArrayEquals(
                    new double[] {iou[2], iou[1], iou[0]},
                    three.stream().mapToDouble(Mask::predictedIou).toArray(),
                    1e-5);
        }
    }

    @Test
    void answersTheTinyCheckpointsGoldens() {
        TensorFile tiny = Safetensors.read(ReferenceFiles.file("tiny/golden.safetensors"));
        try (Segmenter segmenter = Segmenter.from(tiny());
                SegmentedImage image = segmenter.open(ReferenceFiles.file("vit_b_image.png"))) {
            Box box = Box.of(150, 90, 610, 480);
            Prompt.Point centre = Prompt.foreground(380, 285);
            Mask mask = image.segment(box);
            assertGolden(tiny, "box", List.of(mask));
            assertGolden(tiny, "point", image.segmentMulti(Prompt.points(centre)));
            assertGolden(tiny, "two_points", List.of(image.segment(Prompt.points(centre, Prompt.background(150, 90)))));
            assertGolden(
                    tiny, "box_point", List.of(image.segment(Prompt.box(box).and(centre))));
            assertGolden(tiny, "box_mask", List.of(image.segment(Prompt.box(box).refining(mask))));
        }
    }

    /** Masks are given best predicted IoU first, and stand in the goldens as the model has them. */
    private static void assertGolden(TensorFile goldens, String name, List<Mask> masks) {
        float[] iou = goldens.tensor(name + ".iou").toFloats();
        float[] logits = goldens.tensor(name + ".low_res_logits").toFloats();
        assertEquals(iou.length, masks.size(), name);
        int each = logits.length / iou.length;
        List<Integer> order = java.util.stream.IntStream.range(0, iou.length)
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(i -> -iou[i]))
                .toList();
        for (int i = 0; i < iou.length; i++) {
            int golden = order.get(i);
            float[] expected = java.util.Arrays.copyOfRange(logits, golden * each, (golden + 1) * each);
            assertNear(expected, masks.get(i).lowResLogits(), 1e-5, name);
            assertEquals(iou[golden], masks.get(i).predictedIou(), 1e-5, name);
        }
    }

    @Test
    void encodesTheTinyCheckpointsGolden() {
        TensorFile tiny = Safetensors.read(ReferenceFiles.file("tiny/golden.safetensors"));
        try (Segmenter segmenter = Segmenter.from(tiny())) {
            float[] embedding = segmenter.answer((sam, scope) -> {
                var image = new io.github.syr.image.decode.ImageDecoder().rgb(ReferenceFiles.file("vit_b_image.png"));
                return sam.imageEncoder()
                        .forward(sam.input(scope, sam.resize(image)))
                        .toFloatArray();
            });
            assertNear(tiny.tensor("image_embedding").toFloats(), embedding, 1e-5, "embedding");
        }
    }

    /** Path, bytes, stream and BufferedImage are one image. */
    @Test
    void opensUploads() throws Exception {
        Path file = ReferenceFiles.file("mini_image.png");
        byte[] content = Files.readAllBytes(file);
        BufferedImage decoded = javax.imageio.ImageIO.read(file.toFile());
        try (Segmenter segmenter = mini();
                var stream = Files.newInputStream(file)) {
            float[] expected = segmenter.open(file).segment(BOX).lowResLogits();
            assertArrayEquals(expected, segmenter.open(content).segment(BOX).lowResLogits());
            assertArrayEquals(expected, segmenter.open(stream).segment(BOX).lowResLogits());
            assertArrayEquals(expected, segmenter.open(decoded).segment(BOX).lowResLogits());
            assertThrows(NullPointerException.class, () -> segmenter.open((BufferedImage) null));
            SyrException e = assertThrows(SyrException.class, () -> segmenter.open(new byte[] {'P', 'K'}));
            assertTrue(e.getMessage().startsWith("the image in memory: "), e.getMessage());
        }
    }

    @Test
    void givesOutlinesAndRunLengths() {
        try (Segmenter segmenter = mini()) {
            Mask mask = segmenter.open(ReferenceFiles.file("mini_image.png")).segment(BOX);
            assertEquals(mask.pixels().box(), mask.box());
            assertEquals(mask.pixels(), mask.toRle().mask());
            assertEquals(mask.pixels().polygons(), mask.polygons());
            assertFalse(mask.polygons().isEmpty());
            assertEquals(Optional.empty(), segmenter.adapter());
        }
    }

    @Test
    void refusesPointsThatAreNowhere() {
        assertThrows(IllegalArgumentException.class, () -> Prompt.foreground(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> Prompt.background(1, Double.POSITIVE_INFINITY));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Prompt(List.of(), Optional.of(BOX), Optional.of(new float[] {0, Float.NaN})));
    }

    @Test
    void refusesLimitsThatLetNothingThrough() {
        assertThrows(IllegalArgumentException.class, () -> Segmenter.builder().maxConcurrent(0));
        assertThrows(
                IllegalArgumentException.class, () -> Segmenter.builder().timeout(java.time.Duration.ofMillis(-1)));
    }

    @Test
    void cutsOut() {
        try (Segmenter segmenter = mini()) {
            Mask mask = segmenter.open(ReferenceFiles.file("mini_image.png")).segment(BOX);
            BufferedImage cut = mask.cutOut();
            assertEquals(BufferedImage.TYPE_INT_ARGB, cut.getType());
            int opaque = 0;
            for (int y = 0; y < 90; y++) {
                for (int x = 0; x < 120; x++) {
                    int alpha = cut.getRGB(x, y) >>> 24;
                    assertEquals(mask.contains(x, y) ? 255 : 0, alpha);
                    opaque += alpha / 255;
                }
            }
            assertEquals(mask.pixels().area(), opaque);
        }
    }

    @Test
    void mergesAnAdapterToWhatItIsApart() {
        TensorFile lora = Safetensors.read(ReferenceFiles.file("mini_lora_forward.safetensors"));
        try (Segmenter segmenter = Segmenter.builder()
                .checkpoint(ReferenceFiles.file("mini_sam.pth"))
                .adapter(ReferenceFiles.file("mini_lora_rank3.safetensors"))
                .decoderHeads(2)
                .build()) {
            Mask mask = segmenter.open(ReferenceFiles.file("mini_image.png")).segment(BOX);
            assertNear(lora.tensor("logits").toFloats(), mask.logits(), 1e-5, "logits");
            assertEquals(lora.tensor("iou").toFloats()[0], mask.predictedIou(), 1e-5);
        }
    }

    @Test
    void readsHuggingFacesLayout() {
        TensorFile expected = Safetensors.read(ReferenceFiles.file("mini_huggingface_forward.safetensors"));
        try (Segmenter segmenter = Segmenter.from(ReferenceFiles.file("mini_huggingface"))) {
            Mask mask = segmenter.open(ReferenceFiles.file("mini_image.png")).segment(BOX);
            assertNear(expected.tensor("low_res_logits").toFloats(), mask.lowResLogits(), 1e-5, "logits");
            assertEquals(expected.tensor("iou").toFloats()[0], mask.predictedIou(), 1e-5);
        }
    }

    @Test
    void writesAndReadsAnAdapterInBothLayouts() {
        Adapter adapter = AdapterFile.read(ReferenceFiles.file("mini_lora_rank3.safetensors"));
        Path delta = folder.resolve("adapter.safetensors");
        String base = Sha256.of(ReferenceFiles.file("mini_sam.pth"));
        AdapterFile.write(delta, adapter, base);
        assertSame(adapter, AdapterFile.read(delta));
        assertEquals(Optional.of(base), AdapterFile.read(delta).baseSha256());
        Path predecessor = folder.resolve("lora.safetensors");
        AdapterFile.writePredecessor(predecessor, adapter);
        assertSame(adapter, AdapterFile.read(predecessor));
    }

    @Test
    void writesNoPredecessorsLayoutThatCouldNotBeRead() {
        Adapter adapter = AdapterFile.read(ReferenceFiles.file("mini_lora_rank3.safetensors"));
        Path predecessor = folder.resolve("lora.safetensors");
        Adapter fromBlock1 = new Adapter(
                adapter.baseSha256(),
                adapter.pairs().stream()
                        .filter(pair -> pair.target().block().orElseThrow() > 0)
                        .toList(),
                adapter.replaced());
        SyrException e = assertThrows(SyrException.class, () -> AdapterFile.writePredecessor(predecessor, fromBlock1));
        assertEquals(
                "The predecessor's layout holds q and v of all blocks from 0 on, and this adapter lacks q of block 0.",
                e.problem());
        assertFalse(Files.exists(predecessor));
    }

    private static void assertSame(Adapter expected, Adapter actual) {
        assertEquals(expected.pairs().size(), actual.pairs().size());
        for (int i = 0; i < expected.pairs().size(); i++) {
            assertEquals(expected.pairs().get(i).tensor(), actual.pairs().get(i).tensor());
            assertEquals(expected.pairs().get(i).target(), actual.pairs().get(i).target());
            assertArrayEquals(expected.pairs().get(i).a(), actual.pairs().get(i).a());
            assertArrayEquals(expected.pairs().get(i).b(), actual.pairs().get(i).b());
        }
    }

    @Test
    void refusesAnAdapterForAnotherCheckpoint() {
        Adapter adapter = AdapterFile.read(ReferenceFiles.file("mini_lora_rank3.safetensors"));
        Path delta = folder.resolve("adapter.safetensors");
        AdapterFile.write(delta, adapter, "0".repeat(64));
        SyrException e =
                assertThrows(SyrException.class, () -> Segmenter.from(ReferenceFiles.file("mini_sam.pth"), delta));
        assertTrue(e.getMessage().contains("for another checkpoint"), e.getMessage());
        AdapterFile.write(delta, adapter, Sha256.of(tiny()));
        assertTrue(assertThrows(SyrException.class, () -> Segmenter.from(tiny(), delta))
                .getMessage()
                .contains("doesn't fit"));
    }

    @Test
    void refusesAnAdapterWithANumberThatIsNone() {
        Adapter.Pair pair = new Adapter.Pair(LoraTarget.qkv(0, "q"), 1, 1, new float[32], new float[32]);
        pair.a()[3] = Float.NaN;
        Path delta = folder.resolve("adapter.safetensors");
        AdapterFile.write(delta, new Adapter(Optional.empty(), List.of(pair), Map.of()), "0".repeat(64));
        assertTrue(assertThrows(SyrException.class, () -> AdapterFile.read(delta))
                .getMessage()
                .contains("lora_A[3] is NaN"));
    }

    /** Products that overflow, and an alpha that no float holds. */
    @Test
    void refusesAnAdapterThatMakesWeightsInfinite() {
        float[] large = new float[32];
        Arrays.fill(large, 1e30f);
        Path delta = folder.resolve("adapter.safetensors");
        Adapter.Pair pair = new Adapter.Pair(LoraTarget.qkv(0, "q"), 1, 1, large, large);
        String base = Sha256.of(ReferenceFiles.file("mini_sam.pth"));
        AdapterFile.write(delta, new Adapter(Optional.empty(), List.of(pair), Map.of()), base);
        String message = assertThrows(
                        SyrException.class, () -> Segmenter.from(ReferenceFiles.file("mini_sam.pth"), delta))
                .getMessage();
        assertTrue(message.contains("image_encoder.blocks.0.attn.qkv.weight[0] of the base is Infinity"), message);
        Adapter.Pair scaled = new Adapter.Pair(LoraTarget.qkv(0, "q"), 1, 1e300, new float[32], new float[32]);
        AdapterFile.write(delta, new Adapter(Optional.empty(), List.of(scaled), Map.of()), base);
        assertTrue(assertThrows(SyrException.class, () -> AdapterFile.read(delta))
                .getMessage()
                .contains("lora_A is 1.0E300; a number above 0 is expected, at most 3.4028235E38"));
    }

    @Test
    void saysThatItIsClosed() {
        Segmenter segmenter = mini();
        SegmentedImage image = segmenter.open(ReferenceFiles.file("mini_image.png"));
        Mask mask = image.segment(BOX);
        SegmentedImage other = segmenter.open(ReferenceFiles.file("mini_image.png"));
        other.close();
        assertThrows(IllegalStateException.class, () -> other.segment(BOX));
        segmenter.close();
        segmenter.close();
        assertThrows(IllegalStateException.class, () -> image.segment(BOX));
        assertThrows(IllegalStateException.class, mask::logits);
        assertEquals(120, mask.cutOut().getWidth());
    }

    @Test
    void refusesABoxBesideTheImage() {
        try (Segmenter segmenter = mini();
                SegmentedImage image = segmenter.open(ReferenceFiles.file("mini_image.png"))) {
            Box beside = Box.of(130, 0, 150, 20);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> image.segment(beside))
                    .getMessage()
                    .contains("120 x 90"));
        }
    }

    @Test
    void saysThatThereIsNoAdapterOnTheClassPath() {
        String message =
                assertThrows(SyrException.class, Segmenter::fromClasspath).getMessage();
        assertTrue(message.contains("META-INF/syr/adapter.index"), message);
        String named = assertThrows(SyrException.class, () -> Segmenter.fromClasspath("com.example:rings"))
                .getMessage();
        assertTrue(named.contains("com.example:rings"), named);
    }

    @Test
    void namesADeviceThatIsNotThere() {
        Segmenter.Builder builder = Segmenter.builder()
                .checkpoint(ReferenceFiles.file("mini_sam.pth"))
                .decoderHeads(2);
        SyrException gpu =
                assertThrows(SyrException.class, () -> builder.device("gpu:7").build());
        assertEquals(SyrException.Kind.DEVICE, gpu.kind());
        assertTrue(gpu.getMessage().contains("gpu:7"), gpu.getMessage());
        assertThrows(SyrException.class, () -> builder.device("gpux").build());
    }
}
