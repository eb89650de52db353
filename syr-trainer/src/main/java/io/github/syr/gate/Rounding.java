package io.github.syr.gate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A value and its limit in as few digits as tell them apart, so that no message says "0.700; at least 0.700 is
 * required".
 */
public final class Rounding {

    private static final int DIGITS = 3;
    private static final int LIMIT_DIGITS = 6;
    private static final int MOST_DIGITS = 17;

    private Rounding() {}

    /** Both as text. */
    public record Shown(String value, String limit) {}

    public static Shown apart(double value, double limit) {
        if (!Double.isFinite(value)) {
            return new Shown(Double.toString(value), text(limit, DIGITS));
        }
        for (int digits = DIGITS; digits < MOST_DIGITS; digits++) {
            Shown pair = new Shown(text(value, digits), text(limit, digits));
            boolean limitAsItIs = digits >= LIMIT_DIGITS || Double.parseDouble(pair.limit()) == limit;
            if (limitAsItIs && (value == limit || !pair.value().equals(pair.limit()))) {
                return pair;
            }
        }
        return new Shown(Double.toString(value), Double.toString(limit));
    }

    private static String text(double number, int digits) {
        return new BigDecimal(number).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
