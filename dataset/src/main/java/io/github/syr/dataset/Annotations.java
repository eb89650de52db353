package io.github.syr.dataset;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The boxes of all pictures, and the two JSON files that hold them. */
final class Annotations {

    /** In the order of the file, as in the predecessor's. */
    private static final String[] SPLITS = {"test", "train", "validation"};

    private final SortedMap<String, SortedMap<String, int[]>> boxes = new TreeMap<>();

    private final String folder;

    /** For a data set in a folder of the given name, with which paths of masks begin. */
    Annotations(String folder) {
        this.folder = folder;
    }

    void add(Shot shot, int[] box) {
        boxes.computeIfAbsent(shot.split(), split -> new TreeMap<>()).put(shot.name(), box);
    }

    /** {@code annotations.json}: splits with a mask and a box for each image. */
    String masks() {
        StringBuilder json = new StringBuilder("{\n");
        for (int i = 0; i < SPLITS.length; i++) {
            String split = SPLITS[i];
            json.append("  \"").append(split).append("\": {\n");
            entries(
                    json,
                    boxes.getOrDefault(split, new TreeMap<>()),
                    "    ",
                    (name, box) -> "{\"mask_path\": \"./" + folder + "/" + split + "/masks/" + name
                            + ".png\", \"bbox\": " + box + "}");
            json.append(i < SPLITS.length - 1 ? "  },\n" : "  }\n");
        }
        return json.append("}\n").toString();
    }

    /** {@code unseen/boxes.json}: a box for each image. */
    String unseen() {
        StringBuilder json = new StringBuilder("{\n");
        entries(json, boxes.getOrDefault("unseen", new TreeMap<>()), "  ", (name, box) -> box);
        return json.append("}\n").toString();
    }

    private interface Entry {
        String of(String name, String box);
    }

    private static void entries(StringBuilder json, SortedMap<String, int[]> boxes, String indent, Entry entry) {
        Iterator<Map.Entry<String, int[]>> all = boxes.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, int[]> next = all.next();
            json.append(indent)
                    .append('"')
                    .append(next.getKey())
                    .append(".jpg\": ")
                    .append(entry.of(next.getKey(), Arrays.toString(next.getValue())))
                    .append(all.hasNext() ? ",\n" : "\n");
        }
    }
}
