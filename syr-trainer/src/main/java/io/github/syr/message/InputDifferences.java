package io.github.syr.message;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** What two digests were taken of, compared for people. */
public final class InputDifferences {

    /** Digests among the inputs are cut to so many digits: they are to be told apart, not to be compared by hand. */
    private static final int DIGITS = 12;

    private InputDifferences() {}

    /** Each input that differs, in words: {@code epochs (12 there, 36 here)}. */
    public static List<String> of(Map<String, String> there, Map<String, String> here) {
        SortedSet<String> names = new TreeSet<>(there.keySet());
        names.addAll(here.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(there.get(name), here.get(name)))
                .map(name -> name + " (" + text(there.get(name)) + " there, " + text(here.get(name)) + " here)")
                .toList();
    }

    private static String text(String value) {
        if (value == null) {
            return "none";
        }
        return value.matches("[0-9a-f]{64}") ? value.substring(0, DIGITS) + "…" : value;
    }
}
