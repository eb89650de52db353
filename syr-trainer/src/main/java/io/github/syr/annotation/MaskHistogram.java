package io.github.syr.annotation;

import io.github.syr.image.MaskSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which values a mask file has, and how often.
 *
 * @param values ascending
 * @param counts as many: the pixels of each
 */
record MaskHistogram(int[] values, int[] counts) {

    private static final int SHOWN = 6;

    /**
     * Samples whose neighbours differ by no more than this lie in an area of one value; compression noise is as small.
     */
    private static final int FLAT = 2;

    /** Values of one area lie no farther apart than this. */
    private static final int GAP = 8;

    /** Areas smaller than this are noise: pixels, and the share of the image. */
    private static final int LEAST_PIXELS = 16;

    private static final double LEAST_SHARE = 0.0005;

    static MaskHistogram of(MaskSamples samples) {
        int[] sorted = samples.samples().clone();
        Arrays.sort(sorted);
        int[] values = new int[(int) IntStream.of(sorted).distinct().count()];
        int[] counts = new int[values.length];
        int last = -1;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                values[++last] = sorted[i];
            }
            counts[last]++;
        }
        return new MaskHistogram(values, counts);
    }

    /**
     * The most frequent values with their pixel counts, the most frequent first: {@code 0 (900 pixels), 1 (80 pixels),
     * …}.
     */
    String listed(IntFunction<String> text) {
        String most = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -counts[i]).thenComparing(i -> i))
                .limit(SHOWN)
                .map(i -> text.apply(values[i]) + " (" + counts[i] + (counts[i] == 1 ? " pixel)" : " pixels)"))
                .collect(Collectors.joining(", "));
        return values.length > SHOWN ? most + ", …" : most;
    }

    /**
     * The areas of one value: ground and objects. Soft edges are none, for neighbours differ there; a wide gradient is
     * one with all that it joins; the noise of JPEG widens an area and makes no other.
     *
     * @return the lowest value of each, ascending
     */
    static List<Integer> plateaus(MaskSamples samples) {
        TreeMap<Integer, Integer> flat = new TreeMap<>();
        // on the scale of 8 bits, where the constants are
        int scale = samples.kind() == MaskSamples.Kind.GREY_16 && isWide(samples) ? 257 : 1;
        int[] values = samples.samples();
        int width = samples.width();
        for (int y = 0; y < samples.height(); y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int value = values[at];
                if ((x == 0 || isNear(value, values[at - 1], scale))
                        && (x == width - 1 || isNear(value, values[at + 1], scale))
                        && (y == 0 || isNear(value, values[at - width], scale))
                        && (y == samples.height() - 1 || isNear(value, values[at + width], scale))) {
                    flat.merge(value / scale, 1, Integer::sum);
                }
            }
        }
        // labels of 16 bits that begin at 1 are one apart
        int gap = samples.kind() == MaskSamples.Kind.GREY_16 && scale == 1 ? 0 : GAP;
        double least = Math.max(LEAST_PIXELS, LEAST_SHARE * values.length);
        List<Integer> plateaus = new ArrayList<>();
        int first = -1;
        int last = -1;
        int pixels = 0;
        for (Map.Entry<Integer, Integer> entry : flat.entrySet()) {
            if (first >= 0 && entry.getKey() - last > gap) {
                if (pixels >= least) {
                    plateaus.add(first);
                }
                first = -1;
                pixels = 0;
            }
            first = first < 0 ? entry.getKey() : first;
            last = entry.getKey();
            pixels += entry.getValue();
        }
        if (pixels >= least) {
            plateaus.add(first);
        }
        return plateaus;
    }

    private static boolean isNear(int one, int other, int scale) {
        return Math.abs(one - other) <= FLAT * scale;
    }

    /** Whether 16 bits are used as grey levels rather than as labels. */
    private static boolean isWide(MaskSamples samples) {
        for (int sample : samples.samples()) {
            if (sample > 4095) {
                return true;
            }
        }
        return false;
    }
}
