package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Two folders whose files belong together by name: {@code images/ring.jpg} and {@code masks/ring.png}; also in folders
 * of splits, {@code train/images} and {@code train/masks}, or {@code images/train} and {@code masks/train}.
 *
 * @param pairs sorted by the image
 */
record PairedFolders(List<ImageAndMask> pairs) {

    /** Two files, relative to the data set's folder. */
    record ImageAndMask(String image, String other) {}

    /** Whether an image lies in a folder of that name, or in one below it. */
    static boolean isIn(String name, String folder) {
        return DatasetFolder.isImage(name) && key(name, folder).isPresent();
    }

    /**
     * Pairs what lies in two folders.
     *
     * @throws SyrException if a file has no partner, or two of them
     */
    static PairedFolders of(DatasetFolder folder, String images, String others) {
        Map<String, String> left = byKey(folder, images);
        Map<String, String> right = byKey(folder, others);
        requirePartners(folder, left, right, images, others);
        requirePartners(folder, right, left, others, images);
        List<ImageAndMask> pairs = new ArrayList<>();
        left.forEach((key, name) -> pairs.add(new ImageAndMask(name, right.get(key))));
        return new PairedFolders(pairs);
    }

    /**
     * The images in a folder by what they are paired by: where the folder lies, what lies in it, the name without
     * suffix.
     */
    private static Map<String, String> byKey(DatasetFolder folder, String side) {
        Map<String, String> found = new TreeMap<>();
        for (String name : folder.names()) {
            if (DatasetFolder.isImage(name)) {
                key(name, side).ifPresent(key -> {
                    String twin = found.put(key, name);
                    if (twin != null) {
                        throw SyrException.badData(
                                folder.root().resolve(name),
                                "has the same name as " + folder.root().resolve(twin)
                                        + " but for the suffix, so the two can't be told apart.",
                                "Rename or delete one of them.");
                    }
                });
            }
        }
        return found;
    }

    private static Optional<String> key(String name, String side) {
        List<String> path = new ArrayList<>(Arrays.asList(name.split("/")));
        String file = path.remove(path.size() - 1);
        int at = path.lastIndexOf(side);
        if (at < 0) {
            return Optional.empty();
        }
        path.set(at, "*");
        path.add(DatasetFolder.stem(file));
        return Optional.of(String.join("/", path));
    }

    private static void requirePartners(
            DatasetFolder folder,
            Map<String, String> these,
            Map<String, String> those,
            String thisSide,
            String thatSide) {
        List<String> lonely =
                these.keySet().stream().filter(key -> !those.containsKey(key)).toList();
        if (!lonely.isEmpty()) {
            String more =
                    lonely.size() == 1 ? "" : " And " + (lonely.size() - 1) + " more in " + thisSide + " have none.";
            throw SyrException.badData(
                    folder.root().resolve(these.get(lonely.get(0))),
                    "has no partner " + lonely.get(0).replace("*", thatSide) + " with the suffix of an image." + more,
                    "Files of " + thisSide + " and " + thatSide
                            + " are paired by their name without suffix; add the missing ones, or delete these.");
        }
    }
}
