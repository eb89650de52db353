package io.github.syr.runcache;

import io.github.syr.error.Printable;
import io.github.syr.error.SyrException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Entries as lines for the console. */
public final class CacheListing {

    private static final int DIGITS = 12;
    private static final String ROW = "%-12s  %-10s  %-16s  %10s  %s";

    private CacheListing() {}

    /** A line for each, after a headline; none where there is no entry. */
    public static List<String> lines(List<Slot> slots, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        DateTimeFormatter time =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(zone);
        if (!slots.isEmpty()) {
            lines.add(String.format(Locale.ROOT, ROW, "digest", "result", "last used", "size", "checkpoint"));
        }
        for (Slot slot : slots) {
            String name = "damaged";
            String checkpoint = "";
            try {
                EntryLabel label = slot.entry().label();
                name = Printable.of(label.name());
                checkpoint = Printable.of(label.checkpoint());
            } catch (SyrException e) {
                // -Dsyr.verify says what is wrong with it
            }
            lines.add(String.format(
                            Locale.ROOT,
                            ROW,
                            slot.digest().substring(0, DIGITS),
                            name,
                            time.format(slot.used()),
                            ByteSize.text(slot.bytes()),
                            checkpoint)
                    .stripTrailing());
        }
        return lines;
    }
}
