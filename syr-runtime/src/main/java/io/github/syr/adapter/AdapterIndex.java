package io.github.syr.adapter;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which adapters a jar holds: {@code META-INF/syr/adapter.index}, UTF-8, a line {@code group:artifact} each; empty
 * lines and what follows a {@code #} don't count.
 */
public final class AdapterIndex {

    /** The index's place in a jar. */
    public static final String PATH = "META-INF/syr/adapter.index";

    private static final Pattern ENTRY = Pattern.compile("(?!\\.+:)[A-Za-z0-9_.-]+:(?!\\.+$)[A-Za-z0-9_.-]+");

    private AdapterIndex() {}

    /** An adapter by its coordinates, less the version. */
    public record Entry(String groupId, String artifactId) implements Comparable<Entry> {

        /**
         * Of {@code group:artifact}.
         *
         * @throws SyrException if the text is nothing of the kind
         */
        public static Entry of(String text, Object source) {
            if (!ENTRY.matcher(text).matches()) {
                throw SyrException.badData(
                        source,
                        "\"" + text + "\" is not of the form group:artifact.",
                        "Write each adapter's groupId and artifactId with a colon between them, as mvn syr:package does.");
            }
            int colon = text.indexOf(':');
            return new Entry(text.substring(0, colon), text.substring(colon + 1));
        }

        /** The folder in a jar that holds the adapter. */
        public String folder() {
            return AdapterManifest.folder(groupId, artifactId);
        }

        @Override
        public int compareTo(Entry other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return groupId + ":" + artifactId;
        }
    }

    /**
     * Reads an index.
     *
     * @throws SyrException if a line is not {@code group:artifact}
     */
    public static List<Entry> read(ByteSource source) {
        return source.readText()
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(line -> Entry.of(line, source))
                .distinct()
                .toList();
    }

    /** The text of an index: sorted, each entry once. */
    public static String write(Collection<Entry> entries) {
        StringBuilder text = new StringBuilder();
        new TreeSet<>(entries).forEach(entry -> text.append(entry).append('\n'));
        return text.toString();
    }
}
