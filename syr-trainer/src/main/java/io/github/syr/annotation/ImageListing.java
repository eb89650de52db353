package io.github.syr.annotation;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The images of a data set by their base names, for annotations whose paths hold on another machine only: absolute
 * ones, URLs, paths into the storage of an annotation tool.
 *
 * <p>Names are compared in Unicode's normalization form C, since macOS writes them in form D; and, where none is equal,
 * without regard to case.
 */
final class ImageListing {

    private static final List<UnaryOperator<String>> COMPARISONS =
            List.of(UnaryOperator.identity(), ImageListing::lower);

    /** By base name as it is, and by base name in lower case. */
    private final List<Map<String, List<String>>> names = List.of(new HashMap<>(), new HashMap<>());

    private final Map<String, String> byPath = new HashMap<>();

    /** @param names of images, relative to the data set's folder, with {@code /} */
    ImageListing(Collection<String> names) {
        names.forEach(name -> byPath.put(folded(name), name));
        for (String name : names) {
            for (int i = 0; i < COMPARISONS.size(); i++) {
                String key = COMPARISONS.get(i).apply(composed(base(name)));
                this.names
                        .get(i)
                        .computeIfAbsent(key, base -> new ArrayList<>())
                        .add(name);
            }
        }
    }

    /**
     * The files that a path may mean: those of its base name; of several, those that share most of its last folders.
     *
     * @param path as an annotation has it: a path, or a URL with its query and percent-encoding
     * @param wanted which names count
     * @return none, the one, or several that it may be
     */
    List<String> find(String path, Predicate<String> wanted) {
        for (int i = 0; i < COMPARISONS.size(); i++) {
            for (String reading : readings(path)) {
                String key = COMPARISONS.get(i).apply(base(reading));
                List<String> found = names.get(i).getOrDefault(key, List.of()).stream()
                        .filter(wanted)
                        .toList();
                if (!found.isEmpty()) {
                    return nearest(found, reading);
                }
            }
        }
        return List.of();
    }

    /** The image with this path, relative to the data set's folder, whatever its case and its normal form. */
    Optional<String> at(String path) {
        return Optional.ofNullable(byPath.get(folded(path)));
    }

    /** A path as it is written, without its query, the value of its query; each also with its escapes decoded. */
    private static Set<String> readings(String path) {
        String slashed = composed(path).replace('\\', '/');
        Set<String> readings = new LinkedHashSet<>(List.of(slashed));
        int query = slashed.indexOf('?');
        if (query >= 0) {
            readings.add(slashed.substring(0, query));
            readings.add(slashed.substring(slashed.lastIndexOf('=') + 1));
        }
        List.copyOf(readings).forEach(reading -> readings.add(composed(decoded(reading))));
        readings.removeIf(reading -> base(reading).isEmpty());
        return readings;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a % that begins no escape is part of the name
        }
    }

    private static List<String> nearest(List<String> found, String path) {
        int most =
                found.stream().mapToInt(name -> sharedParts(name, path)).max().orElse(0);
        return found.stream().filter(name -> sharedParts(name, path) == most).toList();
    }

    /** How many of their last parts two paths share. */
    private static int sharedParts(String name, String path) {
        String[] ones = lower(composed(name)).split("/");
        String[] others = lower(path).split("/");
        int shared = 0;
        while (shared < Math.min(ones.length, others.length)
                && ones[ones.length - 1 - shared].equals(others[others.length - 1 - shared])) {
            shared++;
        }
        return shared;
    }

    private static String base(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** In normalization form C. */
    static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** As names are compared that may be of another system: in normalization form C and in lower case. */
    static String folded(String name) {
        return composed(lower(composed(name)));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
