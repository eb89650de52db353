package io.github.syr.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.message.Evaluating;
import io.github.syr.message.Evaluation;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.sample.Sample;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import io.github.syr.training.TrainTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RobustnessMeterTest {

    private static final Sample SAMPLE = new Sample("a.jpg", "", 200, 100, new RgbImage(1, 1, new byte[3]), List.of());

    @TempDir
    private Path folder;

    private Request request;

    @BeforeEach
    void copyDataset() throws IOException {
        request = SmallDataset.in(folder).request("out", 1, 1e-2, 2);
    }

    private Evaluation evaluate(Optional<Boolean> robustness) {
        Request asked = SmallDataset.with(request, new Evaluating(robustness, false));
        new MaskBuilder(asked, event -> {}).build();
        try (Session session = new Session(asked, event -> {}, () -> {})) {
            new TrainTask(session).run();
            new EvaluateTask(session).run();
        }
        return Evaluation.read(new OutputLayout(asked.outputFolder()).evaluation());
    }

    /** The mini model is small: unless it is switched off, it is measured. */
    @Test
    void agreesWithTheEvaluationOnTheSamePrompts() {
        Evaluation evaluation = evaluate(Optional.empty());
        Evaluation.Robustness measured = evaluation.robustness().orElseThrow();
        Evaluation.Model chosen = evaluation.chosenModel();
        assertEquals("rank-2", measured.model());
        assertEquals(
                List.of(
                        "box",
                        "box, each side 5 px outwards",
                        "box, each side 10 px outwards",
                        "box, each side 20 px outwards",
                        "box, each side 40 px outwards",
                        "box, each side up to 10 px off",
                        "1 click",
                        "3 clicks"),
                measured.prompts().stream().map(Evaluation.PromptScores::prompt).toList());
        assertEquals(chosen.test().dice(), measured.prompts().get(0).dice(), 1e-12);
        assertEquals(chosen.clickDice(), measured.prompts().get(6).dice(), 1e-12);
        for (Evaluation.PromptScores prompt : measured.prompts()) {
            assertEquals(prompt.dice(), prompt.worst(), 1e-12, "a single image");
        }
    }

    @Test
    void isMeasuredWhereItIsAskedForLater() {
        assertTrue(evaluate(Optional.of(false)).robustness().isEmpty());
        Evaluation first = evaluate(Optional.of(true));
        assertFalse(first.robustness().isEmpty());
        assertEquals(first.robustness(), evaluate(Optional.empty()).robustness());
    }

    @Test
    void aLargerBoxStaysInItsImage() {
        assertEquals(Box.of(10, 0, 150, 100), RobustnessMeter.larger(Box.of(50, 20, 110, 80), 40, SAMPLE));
        assertEquals(Box.of(50, 20, 110, 80), RobustnessMeter.larger(Box.of(50, 20, 110, 80), 0, SAMPLE));
    }

    @Test
    void theSidesOfABoxAreOffByAtMostTenPixels() {
        SplittableRandom random = new SplittableRandom(1);
        double least = 0;
        double most = 0;
        for (int i = 0; i < 1000; i++) {
            Box off = RobustnessMeter.off(Box.of(50, 20, 110, 80), SAMPLE, random);
            least = Math.min(least, off.x0() - 50);
            most = Math.max(most, off.x0() - 50);
            assertTrue(Math.abs(off.y1() - 80) <= 10);
        }
        assertEquals(-10, least, 0.2);
        assertEquals(10, most, 0.2);
        Box narrow = RobustnessMeter.off(Box.of(50, 20, 53, 80), SAMPLE, random);
        assertTrue(narrow.x0() < narrow.x1(), narrow.toString());
    }
}
