package io.github.syr.report.chart;

import java.util.Locale;

/** Numbers as the page writes them. */
public final class Decimals {

    private Decimals() {}

    /** Four digits behind the point. */
    public static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
