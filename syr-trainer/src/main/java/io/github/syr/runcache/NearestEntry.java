package io.github.syr.runcache;

import io.github.syr.error.SyrException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The entry that is most like a missing one.
 *
 * @param digest the entry's
 * @param differences each input that differs, in words
 */
public record NearestEntry(String digest, List<String> differences) {

    /** Digests among the inputs are cut to so many digits: they are to be told apart, not to be compared by hand. */
    private static final int DIGITS = 12;

    /** Of the same kind, the fewest inputs that differ; the most recently used where several have as few. */
    static Optional<NearestEntry> of(EntryLabel missing, List<Slot> byUse) {
        List<NearestEntry> found = new ArrayList<>();
        for (Slot slot : byUse) {
            try {
                EntryLabel label = slot.entry().label();
                if (label.kind() == missing.kind()) {
                    found.add(0, new NearestEntry(slot.digest(), differences(label.inputs(), missing.inputs())));
                }
            } catch (SyrException e) {
                // a damaged entry is near to nothing
            }
        }
        return found.stream()
                .min(Comparator.comparingInt(entry -> entry.differences().size()));
    }

    private static List<String> differences(Map<String, String> there, Map<String, String> here) {
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
