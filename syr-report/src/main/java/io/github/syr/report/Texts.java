package io.github.syr.report;

import io.github.syr.adapter.Scores;
import io.github.syr.report.chart.Decimals;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as the page writes them. */
final class Texts {

    private Texts() {}

    /** Four digits behind the point. */
    static String number(double value) {
        return Decimals.four(value);
    }

    /** A dash for what is not there. */
    static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "–";
    }

    /** Dice, IoU, boundary IoU, hole error, DiceCE. */
    static List<String> scores(Scores scores) {
        return List.of(
                number(scores.dice()),
                number(scores.iou()),
                number(scores.boundaryIou()),
                number(scores.holeError()),
                number(scores.diceCe()));
    }

    /** Thousands apart. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
