package io.github.syr.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.Scores;
import io.github.syr.error.SyrException;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import io.github.syr.message.ReleaseEvaluation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseGatesTest {

    private static Scores scores(double dice) {
        return new Scores(dice, dice, dice, OptionalDouble.of(1 - dice), 0);
    }

    private static Evaluation.ImageScores image(String name, String sha256, double dice) {
        return new Evaluation.ImageScores(name, sha256, scores(dice), "overlays/" + name + ".png", List.of());
    }

    private static Evaluation evaluation(Evaluation.ImageScores... images) {
        double mean = List.of(images).stream()
                .mapToDouble(image -> image.scores().dice())
                .average()
                .orElse(Double.NaN);
        return new Evaluation(
                Evaluation.SCHEMA,
                List.of(model("baseline", 0, .5, List.of()), model("rank-8", 8, mean, List.of(images))),
                new Evaluation.Chosen("rank-8", "validation Dice", .9),
                new Evaluation.Inputs("c", Map.of(), "t", Map.of()),
                Map.of(),
                "cpu",
                Optional.empty());
    }

    private static Evaluation.Model model(String name, int rank, double mean, List<Evaluation.ImageScores> images) {
        return new Evaluation.Model(
                name, OptionalInt.of(rank), rank * 10, scores(.5), scores(mean), 0, 0, images, Map.of());
    }

    private static Release.Figures figures(double dice) {
        return new Release.Figures(dice, OptionalDouble.of(1 - dice));
    }

    private static Release release(double mean, Map<String, Double> dice) {
        Map<String, Release.Figures> images = new TreeMap<>();
        dice.forEach((sha256, value) -> images.put(sha256, figures(value)));
        return new Release("1.0", figures(mean), images);
    }

    private static List<Gates.Gate> judge(Evaluation evaluation, Release release, GateKind kind, double limit) {
        GateLimits limits = new GateLimits(Map.of(GateKind.MIN_DICE, 0.0, kind, limit));
        return Gatekeeper.judge(evaluation, limits, "target/syr/", Optional.of(release)).gates().stream()
                .filter(gate -> gate.name().equals(kind.parameter()))
                .toList();
    }

    @Test
    void refusesAMeanThatDropped() {
        Gates.Gate gate = judge(
                        evaluation(image("a.jpg", "a", .8)), release(.85, Map.of("a", .85)), GateKind.MAX_DROP, .02)
                .get(0);
        assertFalse(gate.passed());
        assertEquals(
                "rank-8: drop in mean Dice from 0.8500 (1.0) to 0.8000 is 0.050; at most 0.020 is allowed (maxDrop)",
                gate.message());
    }

    /** 0.85 - 0.83 is a little more than 0.02 in binary. */
    @Test
    void allowsADropOfJustTheLimit() {
        Gates.Gate gate = judge(
                        evaluation(image("a.jpg", "a", .83)), release(.85, Map.of("a", .85)), GateKind.MAX_DROP, .02)
                .get(0);
        assertTrue(gate.passed(), gate.message());
        assertEquals(.02, gate.value().orElseThrow());
    }

    @Test
    void passesARise() {
        assertTrue(judge(evaluation(image("a.jpg", "a", .9)), release(.85, Map.of("a", .85)), GateKind.MAX_DROP, 0)
                .get(0)
                .passed());
    }

    /** A harder image that is new makes today's mean worse, and a renamed one is the same. */
    @Test
    void comparesOnTheImagesThatBothWereTestedOn() {
        Evaluation today = evaluation(image("renamed.jpg", "a", .84), image("new.jpg", "b", .2));
        Gates.Gate gate = judge(today, release(.9, Map.of("a", .85, "gone", .95)), GateKind.MAX_DROP, .02)
                .get(0);
        assertTrue(gate.passed());
        assertEquals(
                "rank-8: drop in mean Dice from 0.8500 (1.0) to 0.8400, over the 1 test image that both were tested on"
                        + " (2 today, 2 then), is 0.010; at most 0.020 is allowed (maxDrop)",
                gate.message());
    }

    @Test
    void comparesMeansWhereNoImageIsKnown() {
        Gates.Gate gate = judge(evaluation(image("a.jpg", "a", .8)), release(.85, Map.of()), GateKind.MAX_DROP, .02)
                .get(0);
        assertEquals(
                "rank-8: drop in mean Dice from 0.8500 (1.0) to 0.8000, of means alone since 1.0 has no figures by image,"
                        + " is 0.050; at most 0.020 is allowed (maxDrop)",
                gate.message());
    }

    @Test
    void namesEveryImageThatDroppedWorstFirst() {
        Evaluation today = evaluation(image("a.jpg", "a", .7), image("b.jpg", "b", .5), image("c.jpg", "c", .9));
        List<Gates.Gate> gates =
                judge(today, release(.9, Map.of("a", .9, "b", .9, "c", .9)), GateKind.MAX_IMAGE_DROP, .1);
        assertEquals(
                List.of(
                        "b.jpg: drop in Dice from 0.9000 (1.0) to 0.5000 is 0.400; at most 0.100 is allowed (maxImageDrop); overlay: target/syr/overlays/b.jpg.png",
                        "a.jpg: drop in Dice from 0.9000 (1.0) to 0.7000 is 0.200; at most 0.100 is allowed (maxImageDrop); overlay: target/syr/overlays/a.jpg.png"),
                gates.stream().map(Gates.Gate::message).toList());
        assertTrue(gates.stream().noneMatch(Gates.Gate::passed));
    }

    @Test
    void refusesToJudgeImagesThatAreNotKnown() {
        Gates.Gate gate = judge(
                        evaluation(image("a.jpg", "a", .8)), release(.85, Map.of()), GateKind.MAX_IMAGE_DROP, .1)
                .get(0);
        assertFalse(gate.passed());
        assertEquals(
                "no image that 1.0 has figures of: drop in Dice is no number; at most 0.100 is allowed (maxImageDrop)",
                gate.message());
    }

    @Test
    void refusesAHoleErrorThatRose() {
        Evaluation today = evaluation(image("a.jpg", "a", .8), image("b.jpg", "b", .1));
        Gates.Gate gate = judge(today, release(.9, Map.of("a", .9)), GateKind.MAX_HOLE_ERROR_RISE, .05)
                .get(0);
        assertFalse(gate.passed());
        assertEquals(
                "rank-8: rise in mean hole error from 0.1000 (1.0) to 0.2000, over the 1 test image that both were tested on"
                        + " (2 today, 1 then), is 0.100; at most 0.050 is allowed (maxHoleErrorRise)",
                gate.message());
    }

    @Test
    void asksForNoNumberWhereNothingWasReleased() {
        GateLimits limits = new GateLimits(Map.of(GateKind.MIN_DICE, 0.0, GateKind.MAX_DROP, .02));
        Gates gates = Gatekeeper.judge(evaluation(image("a.jpg", "a", .8)), limits, "");
        assertEquals(
                List.of("minDice"), gates.gates().stream().map(Gates.Gate::name).toList());
    }

    @Test
    void knowsWhatCanBeCompared() {
        Evaluation today = evaluation(image("a.jpg", "a", .8));
        assertTrue(release(.9, Map.of()).isComparable(today));
        assertTrue(release(.9, Map.of("a", .9, "b", .9)).isComparable(today));
        assertFalse(release(.9, Map.of("b", .9)).isComparable(today));
    }

    @Test
    void looksForAReleaseWhereALimitCouldRefuse() {
        assertTrue(new GateLimits(Map.of(GateKind.MIN_DICE, 0.0, GateKind.MAX_DROP, .02)).compareWithRelease());
        assertFalse(new GateLimits(Map.of(GateKind.MIN_DICE, 0.0, GateKind.MAX_DROP, 1.0)).compareWithRelease());
        assertFalse(new GateLimits(Map.of(GateKind.MIN_DICE, 0.0)).compareWithRelease());
    }

    @ParameterizedTest
    @EnumSource(names = {"MAX_DROP", "MAX_IMAGE_DROP", "MAX_HOLE_ERROR_RISE"})
    void isNoGateByItself(GateKind kind) {
        var e = assertThrows(SyrException.class, () -> new GateLimits(Map.of(kind, .02)));
        assertTrue(e.getMessage().startsWith("No gate is configured"), e.getMessage());
    }

    @Test
    void comparesWithWhatWasEvaluatedAnewAndNamesBothOverlays() {
        Evaluation.ImageScores then =
                new Evaluation.ImageScores("a.jpg", "a", scores(.9), "overlays/release/a.jpg.png", List.of());
        Release release = Release.evaluatedAnew(
                new ReleaseEvaluation(ReleaseEvaluation.SCHEMA, "1.0", "d", scores(.9), List.of(then)));
        Evaluation today = evaluation(image("a.jpg", "a", .7));
        assertEquals(
                "rank-8: drop in mean Dice from 0.9000 (1.0, evaluated anew) to 0.7000 is 0.200; at most 0.020 is"
                        + " allowed (maxDrop)",
                judge(today, release, GateKind.MAX_DROP, .02).get(0).message());
        Gates.Gate gate = judge(today, release, GateKind.MAX_IMAGE_DROP, .1).get(0);
        assertEquals(
                "a.jpg: drop in Dice from 0.9000 (1.0, evaluated anew) to 0.7000 is 0.200; at most 0.100 is allowed"
                        + " (maxImageDrop); overlay: target/syr/overlays/a.jpg.png; that of the release:"
                        + " target/syr/overlays/release/a.jpg.png",
                gate.message());
        assertEquals(Optional.of("overlays/release/a.jpg.png"), gate.releaseOverlay());
    }

    /** Its own figures stay: the verdict is not to change for a picture. */
    @Test
    void takesOverlaysWithoutFigures() {
        Evaluation.ImageScores anew =
                new Evaluation.ImageScores("a.jpg", "a", scores(.1), "overlays/release/a.jpg.png", List.of());
        Release release = release(.9, Map.of("a", .9))
                .withOverlays(new ReleaseEvaluation(ReleaseEvaluation.SCHEMA, "1.0", "d", scores(.1), List.of(anew)));
        Gates.Gate gate = judge(evaluation(image("a.jpg", "a", .7)), release, GateKind.MAX_IMAGE_DROP, .1)
                .get(0);
        assertTrue(
                gate.message().startsWith("a.jpg: drop in Dice from 0.9000 (1.0) to 0.7000 is 0.200"), gate.message());
        assertEquals(Optional.of("overlays/release/a.jpg.png"), gate.releaseOverlay());
    }
}
