package io.github.syr.gate;

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
        Evaluation.Model chosen = evaluation.chosenModel();
        List<Gates.Gate> gates = new ArrayList<>();
        double dice = chosen.test().dice();
        limits.minDice()
                .ifPresent(limit -> gates.add(
                        gate("minDice", chosen.name() + ": mean Dice", dice, limit, Optional.empty(), overlays)));
        limits.minImageDice().ifPresent(limit -> gates.addAll(images(chosen, limit, overlays)));
        limits.minGain()
                .ifPresent(limit -> gates.add(gate(
                        "minGain",
                        chosen.name() + ": gain in mean Dice over the unadapted model",
                        dice - evaluation.baseline().test().dice(),
                        limit,
                        Optional.empty(),
                        overlays)));
        return new Gates(Gates.SCHEMA, gates.stream().allMatch(Gates.Gate::passed), chosen.name(), gates);
    }

    /** Every image that fails, worst first; the worst alone where none does. */
    private static List<Gates.Gate> images(Evaluation.Model model, double limit, String overlays) {
        List<Gates.Gate> all = model.images().stream()
                .sorted(Comparator.comparingDouble(
                                (Evaluation.ImageScores image) -> image.scores().dice())
                        .thenComparing(Evaluation.ImageScores::name))
                .map(image -> gate(
                        "minImageDice",
                        image.name() + ": Dice",
                        image.scores().dice(),
                        limit,
                        Optional.of(image),
                        overlays))
                .toList();
        if (all.isEmpty()) {
            return List.of(gate("minImageDice", "no image: Dice", Double.NaN, limit, Optional.empty(), overlays));
        }
        List<Gates.Gate> failed = all.stream().filter(gate -> !gate.passed()).toList();
        return failed.isEmpty() ? all.subList(0, 1) : failed;
    }

    private static Gates.Gate gate(
            String name,
            String what,
            double value,
            double limit,
            Optional<Evaluation.ImageScores> image,
            String overlays) {
        boolean passed = value >= limit;
        String found = Double.isFinite(value) ? Rounding.apart(value, limit).value() : "no number";
        String message = what + " is " + found + "; at least "
                + Rounding.apart(value, limit).limit() + " is required (" + name + ")"
                + image.map(i -> "; overlay: " + overlays + i.overlay()).orElse("");
        return new Gates.Gate(
                name,
                limit,
                Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty(),
                image.map(Evaluation.ImageScores::name),
                image.map(Evaluation.ImageScores::overlay),
                passed,
                message);
    }
}
