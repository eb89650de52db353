package io.github.syr.sam;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.device.PyTorch;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.testing.ReferenceFiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mini model against the reference: every kind of prompt. */
class SamParityTest {

    private static final Framing FRAMING = Framing.of(new Size(120, 90), 128);

    private static final double TOLERANCE = 1e-5;

    private final TensorFile goldens = Safetensors.read(ReferenceFiles.file("mini_forward.safetensors"));
    private Sam sam;
    private NDManager scope;
    private RgbImage resized;
    private NDArray embedding;

    @BeforeEach
    void load() {
        SamCheckpoint checkpoint = SamCheckpoint.open(ReferenceFiles.file("mini_sam.safetensors"), OptionalInt.of(2));
        sam = Sam.load(checkpoint, Optional.empty(), PyTorch.start("cpu", 0, warning -> {}));
        scope = sam.manager().newSubManager();
        resized = resizedImage();
        embedding = sam.imageEncoder().forward(sam.input(scope, resized));
    }

    @AfterEach
    void close() {
        scope.close();
        assertEquals(
                0,
                sam.manager().getManagedArrays().stream()
                        .filter(NDArray::isReleased)
                        .count());
        sam.close();
    }

    /** 3 x 96 x 128 in the file. */
    private RgbImage resizedImage() {
        float[] planes = golden("resized_image");
        long[] shape = goldens.tensor("resized_image").shape();
        int pixels = (int) (shape[1] * shape[2]);
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[3 * i + c] = (byte) planes[c * pixels + i];
            }
        }
        return new RgbImage((int) shape[2], (int) shape[1], rgb);
    }

    private float[] golden(String name) {
        return goldens.tensor(name).toFloats();
    }

    @Test
    void normalisesAndPadsToTheBit() {
        assertArrayEquals(golden("preprocessed"), sam.preprocess(resized));
    }

    @Test
    void encodesTheImage() {
        assertNear(golden("image_embedding"), embedding.toFloatArray(), TOLERANCE, "embedding");
        assertEquals(new Shape(1, 32, 8, 8), embedding.getShape());
    }

    @Test
    void encodesPositions() {
        assertNear(golden("dense_pe"), sam.promptEncoder().densePe().toFloatArray(), TOLERANCE, "dense_pe");
    }

    @Test
    void segmentsABox() {
        assertPrompt("box", boxes(), false);
    }

    @Test
    void givesThreeMasks() {
        assertPrompt("multi", boxes(), true);
    }

    @Test
    void segmentsPoints() {
        assertPrompt("points", new Prompts(List.of(points(3)), List.of(), Optional.empty()), false);
    }

    @Test
    void givesThreeMasksOfAClick() {
        assertPrompt("points_multi", new Prompts(List.of(points(1)), List.of(), Optional.empty()), true);
    }

    @Test
    void segmentsABoxWithPoints() {
        assertPrompt("points_box", new Prompts(List.of(points(3)), boxes().boxes(), Optional.empty()), false);
    }

    @Test
    void refinesAMask() {
        List<float[]> mask = List.of(golden("box_low_res_logits"));
        assertPrompt("mask", new Prompts(List.of(), boxes().boxes(), Optional.of(mask)), false);
    }

    @Test
    void answersSeveralBoxesAsItAnswersEach() {
        float[] other = {10, 5, 60, 90};
        float[] both = decode(Prompts.ofBoxes(List.of(boxes().boxes().get(0), other)), false)
                .logits()
                .toFloatArray();
        float[] first = decode(boxes(), false).logits().toFloatArray();
        float[] second = decode(Prompts.ofBoxes(List.of(other)), false).logits().toFloatArray();
        assertNear(first, java.util.Arrays.copyOfRange(both, 0, first.length), TOLERANCE, "first box");
        assertNear(second, java.util.Arrays.copyOfRange(both, first.length, both.length), TOLERANCE, "second box");
    }

    @Test
    void leavesNothingBehind() {
        int before = sam.manager().getManagedArrays().size();
        try (NDManager own = sam.manager().newSubManager()) {
            NDArray again = sam.imageEncoder().forward(sam.input(own, resized));
            sam.masks(again, boxes(), true);
        }
        assertEquals(before, sam.manager().getManagedArrays().size());
    }

    private Prompts boxes() {
        float[] box = golden("resized_box");
        assertArrayEquals(box, FRAMING.box(Box.of(17, 11, 93, 71)));
        return Prompts.ofBoxes(List.of(box));
    }

    private static List<Prompts.InputPoint> points(int count) {
        return List.of(point(30, 40, true), point(80, 60, true), point(100, 20, false))
                .subList(0, count);
    }

    private static Prompts.InputPoint point(double x, double y, boolean foreground) {
        return FRAMING.point(x, y, foreground);
    }

    private MaskDecoder.Masks decode(Prompts prompts, boolean multimask) {
        return sam.masks(embedding, prompts, multimask);
    }

    private void assertPrompt(String name, Prompts prompts, boolean multimask) {
        MaskDecoder.Masks masks = decode(prompts, multimask);
        assertNear(
                golden(name + "_low_res_logits"),
                masks.logits().toFloatArray(),
                TOLERANCE,
                name + " low-resolution logits");
        assertArrayEquals(golden(name + "_iou"), masks.iou().toFloatArray(), 1e-5f, name + " IoU");
        NDArray full = sam.postprocess(masks.logits(), FRAMING, FRAMING.original());
        assertNear(golden(name + "_logits"), full.toFloatArray(), TOLERANCE, name + " logits");
    }
}
