package io.github.syr.runcache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Removes what makes a cache too large. */
record Pruner(long maxBytes) {

    /**
     * Removes the first entries until the others fit.
     *
     * @param byUse the least recently used first
     * @return the removed ones
     */
    List<Slot> prune(List<Slot> byUse) throws IOException {
        long left = byUse.stream().mapToLong(Slot::bytes).sum();
        List<Slot> removed = new ArrayList<>();
        for (Slot slot : byUse) {
            if (left <= maxBytes) {
                break;
            }
            slot.delete();
            left -= slot.bytes();
            removed.add(slot);
        }
        return removed;
    }
}
