package io.github.syr.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluating;
import io.github.syr.message.Evaluation;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.metrics.SegmentationMetrics;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import io.github.syr.training.TrainTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The masks that an evaluation leaves, of the mini model. */
class PredictionFilesTest {

    @TempDir
    private Path folder;

    private Request request;

    @BeforeEach
    void evaluated() throws IOException {
        request = SmallDataset.in(folder).request("out", 1, 1e-2, 2);
        new MaskBuilder(request, event -> {}).build();
        assertFalse(evaluate());
    }

    /** Whether it was up to date. */
    private boolean evaluate() {
        try (Session session = new Session(request, event -> {}, () -> {})) {
            new TrainTask(session).run();
            return new EvaluateTask(session).run().upToDate();
        }
    }

    @Test
    void areWhatWasScored() {
        OutputLayout layout = new OutputLayout(request.outputFolder());
        Evaluation evaluation = Evaluation.read(layout.evaluation());
        Dataset.Image image =
                Dataset.read(layout.dataset()).of(Dataset.Split.TEST).get(0);
        ImageDecoder decoder = new ImageDecoder();
        BinaryMask truth =
                decoder.mask(layout.root().resolve(image.objects().get(0).mask()), 128);
        for (Evaluation.Model model : evaluation.models()) {
            Evaluation.ObjectScores object = model.images().get(0).objects().get(0);
            assertEquals("predictions/" + model.name() + "/test/d.png", object.mask());
            SegmentationMetrics metrics =
                    SegmentationMetrics.of(truth, decoder.mask(layout.root().resolve(object.mask()), 128));
            assertEquals(metrics.dice(), object.scores().dice(), 1e-12, model.name());
            assertEquals(metrics.boundaryIou(), object.scores().boundaryIou(), 1e-12, model.name());
            assertEquals(model.images().get(0).scores(), object.scores(), "the only object of its image");
        }
    }

    /** Overlays of two splits may be of one name; masks are at their original size, whatever the loss was taken at. */
    @Test
    void ofTrainingAndValidationWhereTheyAreAskedFor() {
        assertTrue(Evaluation.read(new OutputLayout(request.outputFolder()).evaluation())
                .baseline()
                .learned()
                .isEmpty());
        request = SmallDataset.with(request, new Evaluating(Optional.empty(), true));
        assertFalse(evaluate());
        assertTrue(evaluate());
        OutputLayout layout = new OutputLayout(request.outputFolder());
        for (Evaluation.Model model : Evaluation.read(layout.evaluation()).models()) {
            assertEquals(
                    List.of("train", "validation"), List.copyOf(model.learned().keySet()));
            assertEquals(
                    List.of("a.png", "b.png"),
                    model.learned().get("train").stream()
                            .map(Evaluation.ImageScores::name)
                            .toList());
            Evaluation.ImageScores validation =
                    model.learned().get("validation").get(0);
            assertEquals(model.validation(), validation.scores(), "the only one of its split");
            assertEquals("overlays/" + model.name() + "/validation/c.png.png", validation.overlay());
            assertTrue(Files.exists(
                    layout.root().resolve(validation.objects().get(0).mask())));
        }
    }

    @Test
    void areMadeAgainWhereOneIsMissing() throws IOException {
        assertTrue(evaluate());
        Path mask = request.outputFolder().resolve("predictions/baseline/test/d.png");
        Files.delete(mask);
        assertFalse(evaluate());
        assertTrue(Files.exists(mask));
    }
}
