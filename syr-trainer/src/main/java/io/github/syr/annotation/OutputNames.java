package io.github.syr.annotation;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names for files to write, none twice, also where file systems take upper and lower case for the same. */
final class OutputNames {

    private final Set<String> taken = new HashSet<>();

    /**
     * A free name that begins so, for as many files as the image has objects, see {@link #file}.
     *
     * @param imageName a file's name, or its path with {@code /}
     */
    String next(String folder, String imageName, int objects) {
        String stem = folder + "/" + DatasetFolder.stem(imageName.replace('/', '-'));
        String name = stem;
        for (int i = 2; !take(name, objects); i++) {
            name = stem + "-" + i;
        }
        return name;
    }

    /** The file of an object, counted from 0; an only one has no number. */
    static String file(String name, int object, int objects) {
        return objects == 1 ? name + ".png" : name + "_" + (object + 1) + ".png";
    }

    private boolean take(String name, int objects) {
        Set<String> wanted = new HashSet<>(Set.of(key(name + ".png"))); // the overlay has no number
        for (int i = 0; i < objects; i++) {
            wanted.add(key(file(name, i, objects)));
        }
        if (wanted.stream().anyMatch(taken::contains)) {
            return false;
        }
        return taken.addAll(wanted);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
