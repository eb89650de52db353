package io.github.syr.runcache;

import io.github.syr.error.SyrException;
import io.github.syr.message.InputDifferences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The entry that is most like a missing one.
 *
 * @param digest the entry's
 * @param differences each input that differs, in words
 */
public record NearestEntry(String digest, List<String> differences) {

    /** Of the same kind, the fewest inputs that differ; the most recently used where several have as few. */
    static Optional<NearestEntry> of(EntryLabel missing, List<Slot> byUse) {
        List<NearestEntry> found = new ArrayList<>();
        for (Slot slot : byUse) {
            try {
                EntryLabel label = slot.entry().label();
                if (label.kind() == missing.kind()) {
                    found.add(
                            0, new NearestEntry(slot.digest(), InputDifferences.of(label.inputs(), missing.inputs())));
                }
            } catch (SyrException e) {
                // a damaged entry is near to nothing
            }
        }
        return found.stream()
                .min(Comparator.comparingInt(entry -> entry.differences().size()));
    }
}
