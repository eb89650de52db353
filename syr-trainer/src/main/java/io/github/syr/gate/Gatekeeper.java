package io.github.syr.gate;

import io.github.syr.adapter.Scores;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Judges an evaluation by limits; a number that is missing, or none, fails. */
public final class Gatekeeper {

    private Gatekeeper() {}

    /**
     * The verdict on the chosen model.
     *
     * @param overlays what stands before an overlay's place in messages, as {@code target/syr/}
     */
    public static Gates judge(Evaluation evaluation, GateLimits limits, String overlays) {
        return judge(evaluation, limits, overlays, Optional.empty());
    }

    /**
     * As {@link #judge(Evaluation, GateLimits, String)}, and compared with a release.
     *
     * @param release none leaves the gates that compare with one out
     */
    public static Gates judge(Evaluation evaluation, GateLimits limits, String overlays, Optional<Release> release) {
        Evaluation.Model chosen = evaluation.chosenModel();
        List<Gates.Gate> gates = new ArrayList<>();
        limits.limits().forEach((kind, limit) -> {
            if (kind.isOfRelease()) {
                release.ifPresent(last -> gates.addAll(new ReleaseGates(chosen, last, overlays).judge(kind, limit)));
            } else if (kind == GateKind.MIN_IMAGE_DICE) {
                gates.addAll(images(chosen, limit, overlays));
            } else {
                gates.add(gate(
                        kind,
                        chosen.name() + ": " + what(kind),
                        value(kind, chosen, evaluation.baseline()),
                        limit,
                        Optional.empty(),
                        overlays));
            }
        });
        return new Gates(Gates.SCHEMA, gates.stream().allMatch(Gates.Gate::passed), chosen.name(), gates);
    }

    private static String what(GateKind kind) {
        return switch (kind) {
            case MIN_DICE -> "mean Dice";
            case MIN_GAIN -> "gain in mean Dice over the unadapted model";
            case MIN_BOUNDARY_IOU -> "mean boundary IoU";
            case MAX_HOLE_ERROR -> "mean hole error";
            default -> throw new IllegalArgumentException(kind + " is of each image, or of a release");
        };
    }

    /** Over all test images; NaN where none has a hole to be wrong about. */
    private static double value(GateKind kind, Evaluation.Model chosen, Evaluation.Model baseline) {
        Scores test = chosen.test();
        return switch (kind) {
            case MIN_DICE -> test.dice();
            case MIN_GAIN -> test.dice() - baseline.test().dice();
            case MIN_BOUNDARY_IOU -> test.boundaryIou();
            case MAX_HOLE_ERROR -> test.holeError().orElse(Double.NaN);
            default -> throw new IllegalArgumentException(kind + " is of each image, or of a release");
        };
    }

    /** Every image that fails, worst first; the worst alone where none does. */
    private static List<Gates.Gate> images(Evaluation.Model model, double limit, String overlays) {
        List<Gates.Gate> all = model.images().stream()
                .sorted(Comparator.comparingDouble(
                                (Evaluation.ImageScores image) -> image.scores().dice())
                        .thenComparing(Evaluation.ImageScores::name))
                .map(image -> gate(
                        GateKind.MIN_IMAGE_DICE,
                        image.name() + ": Dice",
                        image.scores().dice(),
                        limit,
                        Optional.of(image),
                        overlays))
                .toList();
        if (all.isEmpty()) {
            return List.of(
                    gate(GateKind.MIN_IMAGE_DICE, "no image: Dice", Double.NaN, limit, Optional.empty(), overlays));
        }
        return failedOrWorst(all);
    }

    /** Of verdicts on images, worst first. */
    static List<Gates.Gate> failedOrWorst(List<Gates.Gate> all) {
        List<Gates.Gate> failed = all.stream().filter(gate -> !gate.passed()).toList();
        return failed.isEmpty() ? all.subList(0, 1) : failed;
    }

    static Gates.Gate gate(
            GateKind kind,
            String what,
            double value,
            double limit,
            Optional<Evaluation.ImageScores> image,
            String overlays) {
        boolean passed = kind.passes(value, limit);
        String found = Double.isFinite(value) ? Rounding.apart(value, limit).value() : "no number";
        String message = what + " is " + found + "; "
                + kind.requires(Rounding.apart(value, limit).limit()) + " (" + kind.parameter() + ")"
                + image.map(i -> "; overlay: " + overlays + i.overlay()).orElse("");
        return new Gates.Gate(
                kind.parameter(),
                limit,
                Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty(),
                image.map(Evaluation.ImageScores::name),
                image.map(Evaluation.ImageScores::overlay),
                Optional.empty(),
                passed,
                message);
    }
}
