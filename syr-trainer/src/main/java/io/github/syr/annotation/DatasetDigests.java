package io.github.syr.annotation;

import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Dataset.SplitDigest;
import io.github.syr.message.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The digests in {@code dataset.json}. */
public final class DatasetDigests {

    /** Raised when the same annotations give other masks or splits than before. */
    private static final String RULES = "2";

    private DatasetDigests() {}

    /** Of everything but the data set itself that decides about masks and splits. */
    public static String settings(Request.DataSource settings, DatasetFolder folder) {
        return Sha256.of(String.join(
                "\n",
                RULES,
                Formats.word(settings.format()),
                settings.labels().stream()
                        .sorted()
                        .map(label -> "label " + label)
                        .collect(Collectors.joining("\n")),
                settings.splitGroup().map(group -> "group " + group).orElse("no group"),
                settings.masks().polygonHoles().name(),
                settings.masks().crowd().name(),
                Integer.toString(settings.masks().threshold()),
                settings.masks().values().toString(),
                settings.masks().objects().name(),
                folder.annotationFile()
                        .map(folder::nameOf)
                        .map(name -> "file " + name)
                        .orElse("folder")));
    }

    /** Of all that is learned from a split: content, masks, boxes, labels; not of names or of the order. */
    static Map<String, SplitDigest> splits(List<Dataset.Image> images) {
        Map<String, SplitDigest> splits = new TreeMap<>();
        for (Split split : Split.values()) {
            List<Dataset.Image> of =
                    images.stream().filter(image -> image.split() == split).toList();
            List<String> entries = new ArrayList<>();
            for (Dataset.Image image : of) {
                image.objects().forEach(object -> entries.add(entry(image, object)));
            }
            String[] sorted = entries.toArray(String[]::new);
            Arrays.sort(sorted);
            splits.put(split.word(), new SplitDigest(of.size(), Sha256.of(String.join("\n", sorted))));
        }
        return splits;
    }

    private static String entry(Dataset.Image image, Dataset.ObjectEntry object) {
        // hexadecimal, for the decimal form of a double isn't the same in every JDK
        String box = object.box().stream().map(Double::toHexString).collect(Collectors.joining(" "));
        return String.join(" ", image.sha256(), object.maskSha256(), box, object.label());
    }
}
