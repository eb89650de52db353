package io.github.syr.runcache;

import io.github.syr.error.SyrException;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The manifest of an entry: {@code entry.json}, schema {@code syr/cache-entry/1}.
 *
 * @param schema {@value #SCHEMA}
 * @param label what the entry is of
 * @param files in the order that they are put in place; the last one makes the result whole
 */
public record CacheEntry(String schema, EntryLabel label, List<StoredFile> files) {

    public static final String SCHEMA = "syr/cache-entry/1";

    /** The manifest's name in the entry's folder. */
    static final String FILE = "entry.json";

    /** The folder of the files, beside the manifest. */
    static final String CONTENT = "content";

    /**
     * One file.
     *
     * @param name relative to the output folder, with {@code /}
     * @param bytes its size
     * @param sha256 of its bytes
     */
    public record StoredFile(String name, long bytes, String sha256) {

        /** @throws SyrException if the name could lead out of a folder */
        public StoredFile {
            boolean inside = !name.isEmpty()
                    && !name.contains("\\")
                    && !name.contains(":")
                    && Arrays.stream(name.split("/", -1))
                            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
            if (!inside) {
                throw SyrException.badData(
                        FILE, "has a file named \"" + name + "\", which is no place in a folder.", "Delete the entry.");
            }
        }
    }

    /** @throws SyrException if there is no file */
    public CacheEntry {
        if (files.isEmpty()) {
            throw SyrException.badData(FILE, "has no files.", "Delete the entry.");
        }
    }

    /** @throws SyrException if it is missing, of another schema, or not complete */
    static CacheEntry read(Path folder) {
        return RecordJson.read(folder.resolve(FILE), CacheEntry.class, SCHEMA);
    }

    String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
