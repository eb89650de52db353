package io.github.syr.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.adapter.Scores;
import io.github.syr.message.Evaluation;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    private static Evaluation.Model model(String name, OptionalInt rank, double validation, double test) {
        return new Evaluation.Model(
                name, rank, 0, scores(validation), scores(test), 0, 0, List.of(), java.util.Map.of());
    }

    private static Scores scores(double dice) {
        return new Scores(dice, dice, dice, OptionalDouble.empty(), 1);
    }

    private static final Evaluation.Model BASELINE = model("baseline", OptionalInt.empty(), 0.99, 0.99);

    /** Never the baseline, however good; and whatever the test images say. */
    @Test
    void isTheBestRankByValidation() {
        Evaluation.Chosen chosen = EvaluateTask.choose(
                List.of(
                        BASELINE,
                        model("rank-4", OptionalInt.of(4), 0.8, 0.95),
                        model("rank-8", OptionalInt.of(8), 0.9, 0.7),
                        model("rank-16", OptionalInt.of(16), 0.85, 0.9)),
                "validation Dice");
        assertEquals(new Evaluation.Chosen("rank-8", "validation Dice", 0.9), chosen);
    }

    @Test
    void isTheLowerRankOfTwoThatAreEqual() {
        List<Evaluation.Model> models = List.of(
                BASELINE,
                model("rank-4", OptionalInt.of(4), 0.8, 0.9),
                model("rank-8", OptionalInt.of(8), 0.9, 0.7),
                model("rank-16", OptionalInt.of(16), 0.9, 0.9));
        assertEquals("rank-8", EvaluateTask.choose(models, "validation Dice").model());
    }
}
