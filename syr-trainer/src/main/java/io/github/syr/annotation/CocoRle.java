package io.github.syr.annotation;

import io.github.syr.image.Rle;
import io.github.syr.image.Size;
import io.github.syr.json.JsonCursor;
import java.util.ArrayList;
import java.util.List;

/** Reads COCO's run-length encoding. */
final class CocoRle {

    private CocoRle() {}

    /** Reads {@code {"size": [height, width], "counts": [..] or ".."}}. */
    static Rle of(JsonCursor json) {
        double[] size = json.get("size").numbers(2, "height and width");
        if (!(whole(size[0]) && whole(size[1]) && size[0] * size[1] <= Integer.MAX_VALUE)) {
            throw json.get("size").expected("a height and a width from 1");
        }
        JsonCursor counts = json.get("counts");
        List<Integer> runs = counts.isText()
                ? decompress(counts)
                : counts.list().stream().map(JsonCursor::count).toList();
        long total = runs.stream().mapToLong(Integer::longValue).sum();
        if (size[0] * size[1] != total) {
            throw counts.error(
                    "the runs add up to " + total + " pixels, and the size " + (long) size[0] + " x " + (long) size[1]
                            + " (height x width) asks for " + (long) (size[0] * size[1]) + ".",
                    "Export the mask again.");
        }
        return new Rle(new Size((int) size[1], (int) size[0]), runs);
    }

    private static boolean whole(double number) {
        return number >= 1 && number == Math.rint(number);
    }

    /**
     * The compressed form, as {@code rleFrString} of cocoapi's maskApi.c: 5 bits a character from '0' with a sixth that
     * says that more follow, signed; from the fourth run on it is the difference to the last run but one.
     */
    private static List<Integer> decompress(JsonCursor json) {
        String text = json.text();
        List<Integer> counts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            long value = 0;
            int shift = 0;
            int bits;
            do {
                bits = at < text.length() ? text.charAt(at) - '0' : -1;
                if (bits < 0 || bits > 63 || shift > 35) {
                    String what =
                            at < text.length() ? "character " + (at + 1) + " can't be" : "it ends within a number";
                    throw json.error(
                            "is not a compressed run-length encoding: " + what + ".", "Export the mask again.");
                }
                value |= (long) (bits & 31) << shift;
                shift += 5;
                at++;
            } while ((bits & 32) != 0);
            if ((bits & 16) != 0) {
                value |= -1L << shift;
            }
            if (counts.size() > 2) {
                value += counts.get(counts.size() - 2);
            }
            if (value < 0 || value > Integer.MAX_VALUE) {
                throw json.error("run " + (counts.size() + 1) + " has " + value + " pixels.", "Export the mask again.");
            }
            counts.add((int) value);
        }
        return counts;
    }
}
