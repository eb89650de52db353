package io.github.syr.demo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.demo.TinyDemo;
import io.github.syr.demo.TrainedRank;
import io.github.syr.demo.image.ImageStore;
import io.github.syr.demo.image.StoredImage;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodingsTest {

    private static final Request.Execution CPU = new Request.Execution("cpu", 1);

    @TempDir
    private Path folder;

    private ImageStore images;

    @BeforeEach
    void open() {
        images = new ImageStore(20);
    }

    @AfterEach
    void close() {
        images.close();
    }

    private StoredImage ring() {
        return images.add("ring.png", new ByteArrayInputStream(TinyDemo.ring()), Optional.empty());
    }

    private List<ModelChoice> models() {
        return ModelList.of(new OutputLayout(folder), Optional.empty()).choices();
    }

    private static Encoding end(Encodings encodings, StoredImage image, ModelChoice model) {
        Encoding state = encodings.start(image, model);
        while (state instanceof Encoding.Waiting || state instanceof Encoding.Running) {
            Thread.onSpinWait();
            state = encodings.state(image, model);
        }
        return state;
    }

    @Test
    void keepsTheEightEncodingsThatWereUsedLast() {
        try (Encodings encodings = new Encodings(TinyDemo.checkpoint(), CPU)) {
            List<StoredImage> rings = new ArrayList<>();
            ModelChoice model = models().get(0);
            for (int i = 0; i < 9; i++) {
                rings.add(ring());
                assertInstanceOf(Encoding.Ready.class, end(encodings, rings.get(i), model));
            }
            assertInstanceOf(Encoding.Waiting.class, encodings.state(rings.get(0), model), "made room");
            assertInstanceOf(Encoding.Ready.class, encodings.state(rings.get(1), model));
            assertInstanceOf(Encoding.Ready.class, end(encodings, rings.get(0), model), "encoded anew when asked for");
        }
    }

    @Test
    void modelsMakeRoomForOthers() throws Exception {
        // of a checkpoint of 2 GiB two models fit; the file has that length and is sparse
        Path large = folder.resolve("large.pth");
        try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(2L << 30);
        }
        assertEquals(2, Encodings.mostModels(large));
        assertEquals(100, Encodings.mostModels(Files.createFile(folder.resolve("empty.pth"))));
        TrainedRank.write(folder, 2);
        TrainedRank.write(folder, 4);
        try (Encodings encodings = new Encodings(TinyDemo.checkpoint(), CPU, 2)) {
            StoredImage ring = ring();
            List<ModelChoice> models = models();
            assertEquals(3, models.size());
            for (ModelChoice model : models) {
                assertInstanceOf(Encoding.Ready.class, end(encodings, ring, model), model.name());
            }
            assertInstanceOf(Encoding.Waiting.class, encodings.state(ring, models.get(0)), "freed");
            assertInstanceOf(Encoding.Ready.class, end(encodings, ring, models.get(0)), "loaded again");
        }
    }

    @Test
    void aCheckpointThatIsMissingIsNamed() {
        Request.Checkpoint missing = new Request.Checkpoint(
                "x", folder.resolve("no.pth").toString(), "0".repeat(64), "x", OptionalInt.empty());
        try (Encodings encodings = new Encodings(missing, CPU)) {
            Encoding.Failed failed = assertInstanceOf(Encoding.Failed.class, end(encodings, ring(), models().get(0)));
            assertTrue(failed.reason().contains("no.pth"), failed.reason());
        }
    }

    @Test
    void anImageThatIsRemovedIsForgotten() {
        try (Encodings encodings = new Encodings(TinyDemo.checkpoint(), CPU)) {
            StoredImage ring = ring();
            ModelChoice model = models().get(0);
            encodings.start(ring, model);
            encodings.remove(ring.id());
            assertInstanceOf(Encoding.Ready.class, end(encodings, ring, model));
            encodings.remove(ring.id());
            assertInstanceOf(Encoding.Waiting.class, encodings.state(ring, model));
        }
    }
}
