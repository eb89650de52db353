package io.github.syr.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.syr.image.BinaryMask;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiceCeTest {

    @ParameterizedTest
    @ValueSource(strings = {"one", "batch", "empty"})
    void equalsMonai(String name) throws IOException {
        Tensors goldens = Tensors.read(ReferenceFiles.file("losses.safetensors"));
        JsonArray shape = goldens.shape(name + ".logits");
        int items = shape.get(0).getAsInt();
        int height = shape.get(2).getAsInt();
        int width = shape.get(3).getAsInt();
        float[] logits = goldens.floats(name + ".logits");
        float[] truth = goldens.floats(name + ".gt");
        double expected = goldens.floats(name + ".dice_ce")[0];

        double sum = 0.0;
        for (int item = 0; item < items; item++) {
            int from = item * height * width;
            BinaryMask mask = new BinaryMask(width, height);
            BinaryMask predicted = new BinaryMask(width, height);
            for (int i = 0; i < height * width; i++) {
                mask.bits().set(i, truth[from + i] > 0.5f);
                predicted.bits().set(i, logits[from + i] > 0);
            }
            sum += DiceCe.of(Arrays.copyOfRange(logits, from, from + height * width), mask)
                    .total();

            SegmentationMetrics metrics = SegmentationMetrics.of(mask, predicted);
            assertEquals(goldens.floats(name + ".dice")[item], metrics.dice(), 1e-6);
            assertEquals(goldens.floats(name + ".iou")[item], metrics.iou(), 1e-6);
        }

        assertEquals(expected, sum / items, 1e-6 * expected);
    }

    @Test
    void staysFiniteForExtremeLogits() {
        BinaryMask mask = new BinaryMask(2, 1);
        mask.set(0, 0, true);

        assertEquals(0.0, DiceCe.of(new float[] {1e30f, -1e30f}, mask).total(), 1e-6);
        assertEquals(1e4, DiceCe.of(new float[] {-1e4f, 1e4f}, mask).crossEntropy(), 1e-9);
    }

    @Test
    void refusesLogitsOfAnotherSize() {
        assertThrows(IllegalArgumentException.class, () -> DiceCe.of(new float[3], new BinaryMask(2, 1)));
    }

    /** Just enough of safetensors: float32 tensors of a small file. */
    private record Tensors(JsonObject header, ByteBuffer data) {

        static Tensors read(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int length =
                    (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            JsonObject header = JsonParser.parseString(new String(bytes, 8, length, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            return new Tensors(
                    header,
                    ByteBuffer.wrap(bytes, 8 + length, bytes.length - 8 - length)
                            .slice()
                            .order(ByteOrder.LITTLE_ENDIAN));
        }

        JsonArray shape(String name) {
            return header.getAsJsonObject(name).getAsJsonArray("shape");
        }

        float[] floats(String name) {
            JsonArray offsets = header.getAsJsonObject(name).getAsJsonArray("data_offsets");
            int from = offsets.get(0).getAsInt();
            float[] values = new float[(offsets.get(1).getAsInt() - from) / Float.BYTES];
            for (int i = 0; i < values.length; i++) {
                values[i] = data.getFloat(from + i * Float.BYTES);
            }
            return values;
        }
    }
}
