package io.github.syr.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.Scores;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.ScoreTable;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatekeeperTest {

    private static final OptionalDouble NONE = OptionalDouble.empty();

    private static Scores dice(double dice) {
        return new Scores(dice, dice / 2, dice / 3, OptionalDouble.of(1 - dice), 2 - dice);
    }

    private static Evaluation.Model model(String name, int rank, double mean, double... images) {
        List<Evaluation.ImageScores> list = new java.util.ArrayList<>();
        for (int i = 0; i < images.length; i++) {
            list.add(new Evaluation.ImageScores(
                    "ring_%02d.jpg".formatted(i),
                    "sha" + i,
                    dice(images[i]),
                    "overlays/" + name + "/" + i + ".png",
                    List.of()));
        }
        return new Evaluation.Model(
                name,
                rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank),
                rank * 10L,
                dice(.5),
                dice(mean),
                0,
                0,
                list,
                java.util.Map.of());
    }

    private static Evaluation evaluation(double baseline, double mean, double... images) {
        return new Evaluation(
                Evaluation.SCHEMA,
                List.of(model("baseline", 0, baseline, images), model("rank-8", 8, mean, images)),
                new Evaluation.Chosen("rank-8", "validation Dice", .873),
                new Evaluation.Inputs("c", Map.of(), "t", Map.of()),
                Map.of(),
                "cpu",
                Optional.empty());
    }

    private static Gates judge(
            Evaluation evaluation, OptionalDouble minDice, OptionalDouble minImageDice, OptionalDouble minGain) {
        Map<GateKind, Double> limits = new EnumMap<>(GateKind.class);
        minDice.ifPresent(limit -> limits.put(GateKind.MIN_DICE, limit));
        minImageDice.ifPresent(limit -> limits.put(GateKind.MIN_IMAGE_DICE, limit));
        minGain.ifPresent(limit -> limits.put(GateKind.MIN_GAIN, limit));
        return judge(evaluation, limits);
    }

    private static Gates judge(Evaluation evaluation, Map<GateKind, Double> limits) {
        return Gatekeeper.judge(evaluation, new GateLimits(limits), "target/syr/");
    }

    @Test
    void passesWhatIsAsked() {
        Gates gates =
                judge(evaluation(.5, .8, .7, .9), OptionalDouble.of(.8), OptionalDouble.of(.7), OptionalDouble.of(.2));
        assertTrue(gates.passed());
        assertEquals(
                List.of("minDice", "minImageDice", "minGain"),
                gates.gates().stream().map(Gates.Gate::name).toList());
        assertEquals("ring_00.jpg", gates.gates().get(1).image().orElseThrow());
    }

    @Test
    void namesTheImageTheNumberTheLimitAndTheOverlay() {
        Gates gates = judge(evaluation(.5, .8, .612, .9, .3), NONE, OptionalDouble.of(.7), NONE);
        assertFalse(gates.passed());
        assertEquals(
                List.of(
                        "ring_02.jpg: Dice is 0.300; at least 0.700 is required (minImageDice); overlay: target/syr/overlays/rank-8/2.png",
                        "ring_00.jpg: Dice is 0.612; at least 0.700 is required (minImageDice); overlay: target/syr/overlays/rank-8/0.png"),
                gates.gates().stream().map(Gates.Gate::message).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "0.69996, 0.7, 0.69996, 0.70000",
        "0.6999999, 0.7, 0.6999999, 0.7000000",
        "0.612, 0.7, 0.612, 0.700",
        "0.7, 0.7, 0.700, 0.700",
        "0.5, 0.9999, 0.5000, 0.9999"
    })
    void neverShowsTwoNumbersAsEqualThatAreNot(double value, double limit, String shownValue, String shownLimit) {
        assertEquals(new Rounding.Shown(shownValue, shownLimit), Rounding.apart(value, limit));
    }

    @Test
    void failsOnTheGainOverTheUnadaptedModel() {
        Gates gates = judge(evaluation(.75, .8, .8), NONE, NONE, OptionalDouble.of(.2));
        assertFalse(gates.passed());
        assertEquals(.05, gates.gates().get(0).value().getAsDouble(), 1e-12);
    }

    @Test
    void failsOnWhatIsNoNumber() {
        Gates gates = judge(evaluation(.5, Double.NaN, .8), OptionalDouble.of(0), NONE, OptionalDouble.of(-1));
        assertFalse(gates.passed());
        assertTrue(gates.gates().stream().noneMatch(Gates.Gate::passed));
        assertEquals(NONE, gates.gates().get(0).value());
    }

    @Test
    void failsWithoutImages() {
        assertFalse(judge(evaluation(.5, .8), NONE, OptionalDouble.of(0), NONE).passed());
    }

    @Test
    void refusesToAskNothing() {
        SyrException e = assertThrows(SyrException.class, () -> new GateLimits(Map.of()));
        assertTrue(e.getMessage().contains("<minDice>"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "MIN_DICE, 1.1",
        "MIN_DICE, NaN",
        "MIN_IMAGE_DICE, -0.1",
        "MIN_GAIN, -1.1",
        "MIN_BOUNDARY_IOU, 70",
        "MAX_HOLE_ERROR, -0.01"
    })
    void refusesALimitOutOfItsRange(GateKind kind, double limit) {
        SyrException e = assertThrows(SyrException.class, () -> new GateLimits(Map.of(kind, limit)));
        assertTrue(e.getMessage().startsWith(kind.parameter() + " is " + limit + ". It must be a number from "));
    }

    /** The chosen model's figures are those of {@code dice(0.8)}: boundary IoU and hole error follow from it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MIN_BOUNDARY_IOU | 0.26 | true  | rank-8: mean boundary IoU is 0.267; at least 0.260 is required (minBoundaryIou)
            MIN_BOUNDARY_IOU | 0.27 | false | rank-8: mean boundary IoU is 0.267; at least 0.270 is required (minBoundaryIou)
            MAX_HOLE_ERROR   | 0.21 | true  | rank-8: mean hole error is 0.200; at most 0.210 is allowed (maxHoleError)
            MAX_HOLE_ERROR   | 0.19 | false | rank-8: mean hole error is 0.200; at most 0.190 is allowed (maxHoleError)
            """)
    void asksForOutlinesAndHoles(GateKind kind, double limit, boolean passed, String message) {
        Gates gates = judge(evaluation(.5, .8, .8), Map.of(kind, limit));
        assertEquals(
                List.of(message),
                gates.gates().stream().map(Gates.Gate::message).toList());
        assertEquals(passed, gates.passed());
    }

    @Test
    void tabulatesAnEvaluation() {
        List<String> lines = ScoreTable.of(evaluation(.5, .8, .7, .9), Path.of("/out"));
        assertEquals(5, lines.size());
        assertEquals(
                "  test          Dice     IoU boundary IoU  hole error   DiceCE click Dice   worst image",
                lines.get(0));
        assertEquals(
                "  baseline    0.5000  0.2500       0.1667      0.5000   1.5000     0.0000   ring_00.jpg (Dice 0.7000)",
                lines.get(1));
        assertEquals(
                "* rank 8      0.8000  0.4000       0.2667      0.2000   1.2000     0.0000   ring_00.jpg (Dice 0.7000)",
                lines.get(2));
        assertEquals("* chosen by validation Dice: 0.8730", lines.get(3));
        assertEquals("* overlay of its worst image: " + Path.of("/out/overlays/rank-8/0.png"), lines.get(4));
    }
}
