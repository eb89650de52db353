package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Holds the tensors of a file to a configuration: each expected one there in its shape, and nothing else. */
final class SamShapeCheck {

    private static final int NAMED = 3;

    private final Object source;
    private final Map<String, long[]> shapes;

    SamShapeCheck(Object source, Map<String, long[]> shapes) {
        this.source = source;
        this.shapes = shapes;
    }

    static SyrException notSam(Object source, String problem) {
        return SyrException.badData(
                source,
                "is not a SAM checkpoint: " + problem,
                "Name a checkpoint of Segment Anything (ViT-B, ViT-L, ViT-H or tiny) in Meta's or Hugging Face's layout; "
                        + "SAM 2, SAM-HQ and MobileSAM are other models.");
    }

    void check(SamConfig config) {
        SortedMap<String, long[]> expected = config.shapes();
        refuseAny("missing", expected.keySet().stream().filter(name -> !shapes.containsKey(name)));
        refuseAny(
                "unexpected",
                shapes.keySet().stream()
                        .filter(name -> !expected.containsKey(name))
                        .sorted());
        expected.forEach((name, shape) -> {
            if (!Arrays.equals(shape, shapes.get(name))) {
                throw notSam(
                        source,
                        "tensor \"" + name + "\" has the shape " + Arrays.toString(shapes.get(name)) + ", but "
                                + Arrays.toString(shape) + " is expected.");
            }
        });
    }

    private void refuseAny(String how, Stream<String> names) {
        List<String> all = names.toList();
        if (!all.isEmpty()) {
            throw notSam(source, describe(how, all));
        }
    }

    /** Up to three names, and how many more: {@code tensor "a" is missing.} */
    static String describe(String how, List<String> names) {
        List<String> some =
                names.stream().limit(NAMED).map(name -> "\"" + name + "\"").toList();
        String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
        return (names.size() == 1 ? "tensor " : "tensors ") + String.join(", ", some) + more
                + (names.size() == 1 ? " is " : " are ") + how + ".";
    }
}
