package io.github.syr.maven.parameter;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which of the known names a wrong one may be meant for. */
public final class Nearest {

    private Nearest() {}

    /** The nearest by Levenshtein distance, upper and lower case alike. */
    public static String of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(lower(name), lower(candidate))))
                .orElseThrow();
    }

    /** As {@link #of}; none where more than half of the longer one would be another. */
    public static Optional<String> to(String name, Collection<String> known) {
        String nearest = of(name, known);
        return Optional.of(nearest)
                .filter(candidate ->
                        2 * distance(lower(name), lower(candidate)) <= Math.max(name.length(), candidate.length()));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's: the least number of characters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
