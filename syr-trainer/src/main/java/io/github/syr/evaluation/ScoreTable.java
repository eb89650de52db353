package io.github.syr.evaluation;

import io.github.syr.adapter.Scores;
import io.github.syr.message.Evaluation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** An evaluation as a table for the console: the baseline and each rank on the test images. */
public final class ScoreTable {

    private static final String ROW = "%-2s%-10s %7s %7s %12s %11s %8s %10s   %s";

    private ScoreTable() {}

    /**
     * Its lines, plain ASCII.
     *
     * @param root what overlays are relative to
     */
    public static List<String> of(Evaluation evaluation, Path root) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                        Locale.ROOT,
                        ROW,
                        "",
                        "test",
                        "Dice",
                        "IoU",
                        "boundary IoU",
                        "hole error",
                        "DiceCE",
                        "click Dice",
                        "worst image")
                .stripTrailing());
        for (Evaluation.Model model : evaluation.models()) {
            boolean chosen = model.name().equals(evaluation.chosen().model());
            Scores s = model.test();
            Evaluation.ImageScores worst = worst(model);
            lines.add(String.format(
                    Locale.ROOT,
                    ROW,
                    chosen ? "*" : "",
                    model.name().replace('-', ' '),
                    number(s.dice()),
                    number(s.iou()),
                    number(s.boundaryIou()),
                    number(s.holeError()),
                    number(s.diceCe()),
                    number(model.clickDice()),
                    worst.name() + " (Dice " + number(worst.scores().dice()) + ")"));
        }
        lines.add("* chosen by " + evaluation.chosen().by() + ": "
                + number(evaluation.chosen().value()));
        lines.add("* overlay of its worst image: "
                + root.resolve(worst(evaluation.chosenModel()).overlay()));
        return lines;
    }

    private static Evaluation.ImageScores worst(Evaluation.Model model) {
        return model.images().stream()
                .min(Comparator.comparingDouble(image -> image.scores().dice()))
                .orElseThrow();
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "-";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
