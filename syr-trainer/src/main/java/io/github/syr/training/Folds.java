package io.github.syr.training;

import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Divides images into folds of nearly equal size; images of one group, or with the same bytes, are in one fold. */
final class Folds {

    private Folds() {}

    /**
     * Assigns each image its fold, from 0.
     *
     * @throws SyrException if there are fewer groups than folds
     */
    static int[] assign(List<Dataset.Image> images, int folds, long seed) {
        List<List<Integer>> groups = new ArrayList<>(groups(images));
        if (groups.size() < folds) {
            throw SyrException.badRequest(
                    "folds is " + folds + ", but there are only " + groups.size()
                            + " images or groups of images to train on and to validate.",
                    "Set at most <folds>" + groups.size() + "</folds>, or add images.");
        }
        int[] order = Seeds.shuffled(groups.size(), Seeds.stream(seed, "folds"));
        List<List<Integer>> largestFirst = Arrays.stream(order)
                .mapToObj(groups::get)
                .sorted(Comparator.comparing((List<Integer> group) -> group.size())
                        .reversed())
                .toList();
        int[] foldOf = new int[images.size()];
        int[] sizes = new int[folds];
        for (List<Integer> group : largestFirst) {
            int smallest = 0;
            for (int fold = 1; fold < folds; fold++) {
                smallest = sizes[fold] < sizes[smallest] ? fold : smallest;
            }
            for (int index : group) {
                foldOf[index] = smallest;
            }
            sizes[smallest] += group.size();
        }
        return foldOf;
    }

    /** Indices of images that share a group or a digest, directly or by others. */
    private static Collection<List<Integer>> groups(List<Dataset.Image> images) {
        int[] parent = new int[images.size()];
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < parent.length; i++) {
            int index = i;
            parent[i] = i;
            Dataset.Image image = images.get(i);
            for (String key : List.of("group " + image.group(), "digest " + image.sha256())) {
                parent[root(parent, i)] = root(parent, first.computeIfAbsent(key, any -> index));
            }
        }
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < parent.length; i++) {
            groups.computeIfAbsent(root(parent, i), any -> new ArrayList<>()).add(i);
        }
        return groups.values();
    }

    private static int root(int[] parent, int index) {
        int root = index;
        while (parent[root] != root) {
            root = parent[root];
        }
        return root;
    }
}
