package io.github.syr.report.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear scale from values to pixels, its ends at round values.
 *
 * @param low the value at pixel {@code from}
 * @param high the value at pixel {@code to}
 * @param step between ticks
 */
record Scale(double low, double high, double step, double from, double to) {

    /** How many steps there are at most. */
    private static final int MOST_STEPS = 6;

    /**
     * The scale that holds all values.
     *
     * @param least the scale's lowest value may not be less, as 0 for an error
     * @param most the scale's highest value may not be more, as 1 for a Dice
     */
    static Scale of(double[] values, double least, double most, double from, double to) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (low > high) {
            low = Math.max(least, 0);
            high = Math.min(most, low + 1);
        }
        if (high - low < 1e-9) {
            low = Math.max(least, low - 0.05);
            high = Math.min(most, high + 0.05);
        }
        double step = step((high - low) / MOST_STEPS);
        return new Scale(
                Math.max(least, Math.floor(low / step + 1e-9) * step),
                Math.min(most, Math.ceil(high / step - 1e-9) * step),
                step,
                from,
                to);
    }

    /** 1, 2 or 5 times a power of ten, at least as much as asked. */
    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    double place(double value) {
        return Math.round((from + (value - low) / (high - low) * (to - from)) * 10) / 10.0;
    }

    /** The values of the ticks. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; low + i * step <= high + step * 1e-6; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    /** A tick's label, in as many digits as the step needs. */
    String label(double value) {
        int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
