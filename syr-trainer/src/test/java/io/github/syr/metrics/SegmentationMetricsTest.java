package io.github.syr.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentationMetricsTest {

    private static final Path GOLDENS = ReferenceFiles.file("metrics");

    static Set<String> cases() throws IOException {
        Set<String> cases = goldens().keySet();
        assertTrue(cases.size() >= 16, cases::toString);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsTheReference(String name) throws IOException {
        JsonObject expected = goldens().getAsJsonObject(name);
        JsonElement holeError = expected.get("holeError");

        SegmentationMetrics metrics = SegmentationMetrics.of(mask(name + "_true.png"), mask(name + "_predicted.png"));

        assertEquals(expected.get("dice").getAsDouble(), metrics.dice(), 1e-12);
        assertEquals(expected.get("iou").getAsDouble(), metrics.iou(), 1e-12);
        assertEquals(expected.get("boundaryIou").getAsDouble(), metrics.boundaryIou(), 1e-12);
        assertEquals(holeError.isJsonNull(), metrics.holeError().isEmpty());
        if (!holeError.isJsonNull()) {
            assertEquals(holeError.getAsDouble(), metrics.holeError().getAsDouble(), 1e-12);
        }
    }

    @Test
    void refusesMasksOfDifferentSizes() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> SegmentationMetrics.of(new BinaryMask(4, 3), new BinaryMask(3, 4)));

        assertEquals(
                "a predicted mask of 3 x 4 pixels can't be compared with a true one of 4 x 3", refused.getMessage());
    }

    private static JsonObject goldens() throws IOException {
        return JsonParser.parseString(Files.readString(GOLDENS.resolve("metrics.json")))
                .getAsJsonObject();
    }

    private static BinaryMask mask(String name) {
        return new ImageDecoder().mask(GOLDENS.resolve(name), 128);
    }
}
