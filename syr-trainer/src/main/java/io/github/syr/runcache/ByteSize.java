package io.github.syr.runcache;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 10 GiB}. */
public final class ByteSize {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*(B|KiB|MiB|GiB|TiB)");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final int STEP = 1024;

    private ByteSize() {}

    /** The bytes of a size, units of 1024 each; 0 needs no unit. None where the text is no size. */
    public static Optional<Long> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(0L);
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal unit = BigDecimal.valueOf(STEP).pow(UNITS.indexOf(matcher.group(2)));
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(unit);
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(bytes.longValue());
    }

    /** With one decimal, in the largest unit of which there is at least one. */
    public static String text(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.size() - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS.get(unit));
    }
}
