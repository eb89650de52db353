package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Two folders whose files belong together by name: {@code images/ring.jpg} and {@code masks/ring.png}; also in folders
 * of splits, {@code train/images} and {@code train/masks}, or {@code images/train} and {@code masks/train}. Folders are
 * known in any case, names are compared in Unicode's normalization form C.
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
     * Pairs what lies in two folders: by equal names, then what is left by names that differ in case only.
     *
     * @throws SyrException if a file has no partner, or two of them
     */
    static PairedFolders of(DatasetFolder folder, String images, String others) {
        Map<String, String> left = byKey(folder, images);
        Map<String, String> right = byKey(folder, others);
        ignoreCaseWhereOneIsMeant(left, right);
        requirePartners(folder, left, right, images, others);
        requirePartners(folder, right, left, others, images);
        return of(left, right);
    }

    /** As {@link #of}; what has no partner is left out. */
    static PairedFolders complete(DatasetFolder folder, String images, String others) {
        Map<String, String> left = byKey(folder, images);
        Map<String, String> right = byKey(folder, others);
        ignoreCaseWhereOneIsMeant(left, right);
        left.keySet().retainAll(right.keySet());
        return of(left, right);
    }

    private static PairedFolders of(Map<String, String> left, Map<String, String> right) {
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

    /** Gives a file of the second folder the key of the one file of the first that it differs from in case only. */
    private static void ignoreCaseWhereOneIsMeant(Map<String, String> left, Map<String, String> right) {
        Map<String, List<String>> lonelyLeft = lonely(left, right);
        lonely(right, left).forEach((folded, keys) -> {
            List<String> candidates = lonelyLeft.getOrDefault(folded, List.of());
            if (keys.size() == 1 && candidates.size() == 1) {
                right.put(candidates.get(0), right.remove(keys.get(0)));
            }
        });
    }

    /** The keys without a partner, by their lower case. */
    private static Map<String, List<String>> lonely(Map<String, String> these, Map<String, String> those) {
        return these.keySet().stream()
                .filter(key -> !those.containsKey(key))
                .collect(Collectors.groupingBy(key -> key.toLowerCase(Locale.ROOT)));
    }

    private static Optional<String> key(String name, String side) {
        List<String> path =
                new ArrayList<>(Arrays.asList(ImageListing.composed(name).split("/")));
        String file = path.remove(path.size() - 1);
        for (int at = path.size() - 1; at >= 0; at--) {
            if (path.get(at).equalsIgnoreCase(side)) {
                path.set(at, "*");
                path.add(DatasetFolder.stem(file));
                return Optional.of(String.join("/", path));
            }
        }
        return Optional.empty();
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
