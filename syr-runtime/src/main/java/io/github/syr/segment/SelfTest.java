package io.github.syr.segment;

import io.github.syr.adapter.SelfTestFile;
import io.github.syr.checkpoint.Precision;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.io.ByteSource;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;

/**
 * A self-test that passed: what a model made of SYR's picture, beside what the build of its adapter found.
 *
 * @param largestDifference of a low-resolution logit
 * @param largestLogit that was expected, from 0; a difference of a thousandth of it is tolerated, in bfloat16 of a
 *     tenth
 * @param dice of the two masks, 0 to 1
 */
public record SelfTest(double largestDifference, double largestLogit, double dice) {

    /**
     * What may differ.
     *
     * @param logits of the largest logit
     * @param dice at least
     */
    private record Tolerance(double logits, double dice) {

        /**
         * Rounding of float32, which differs with threads and libraries, is far below a thousandth on CPUs. In bfloat16
         * all differ by some hundredths, and masks at their edges.
         */
        static Tolerance of(Precision precision) {
            return precision == Precision.FLOAT32 ? new Tolerance(1e-3, 0.999) : new Tolerance(0.1, 0.99);
        }
    }

    /** In a small mask a pixel at the edge is more than a thousandth. */
    private static final int PIXELS_AT_EDGES = 8;

    private static final String REMEDY =
            "Results can't be trusted here. Look whether PyTorch's native library, the base checkpoint and the jar of the"
                    + " adapter are those that the adapter was built with; get them again.";

    /**
     * Tests a model.
     *
     * @param expected what its build found
     * @throws SyrException if there is nothing to compare with, or the difference is beyond the tolerance
     */
    static SelfTest of(Segmenter segmenter, Optional<ByteSource> expected, Precision precision) {
        ByteSource source = expected.orElseThrow(() -> SyrException.badRequest(
                "There is no self-test: " + SelfTestFile.FILE + " is not beside the adapter.",
                "Package the adapter again with this version of SYR (mvn syr:evaluate syr:package); an unadapted model"
                        + " has none."));
        SelfTestFile file = SelfTestFile.read(source);
        segmenter.adapter().map(manifest -> manifest.adapter().sha256()).ifPresent(sha256 -> {
            if (!file.isOf(sha256)) {
                throw SyrException.badData(
                        source,
                        "is of the adapter " + file.adapterSha256() + ", but the one beside it is " + sha256 + ".",
                        "The artifact was changed after it was packaged: build it again.");
            }
        });
        try (SegmentedImage image = segmenter.open(file.picture().pixels())) {
            Mask mask = image.segment(file.picture().box());
            return compared(file, mask.lowResLogits(), mask.pixels(), source, precision);
        }
    }

    /** @param source of what was expected, for the message */
    static SelfTest compared(SelfTestFile file, float[] lowRes, BinaryMask mask, Object source, Precision precision) {
        BitSet differing = (BitSet) mask.bits().clone();
        differing.xor(file.mask().bits());
        int pixels = mask.area() + file.mask().area();
        double dice = pixels == 0 ? 1 : 1 - (double) differing.cardinality() / pixels;
        SelfTest result = new SelfTest(file.largestDifference(lowRes), file.largestLogit(), dice);
        Tolerance tolerance = Tolerance.of(precision);
        boolean sameMask = dice >= tolerance.dice || differing.cardinality() <= PIXELS_AT_EDGES;
        if (result.largestDifference > tolerance.logits * result.largestLogit || !sameMask) {
            throw SyrException.badData(
                    source,
                    String.format(
                            Locale.ROOT,
                            "the self-test failed: %s; a difference of at most %.3g and a Dice of at least %s are"
                                    + " expected.",
                            result.inWords(),
                            tolerance.logits * result.largestLogit,
                            tolerance.dice),
                    REMEDY);
        }
        return result;
    }

    /** As {@code logits differ by at most 1.9e-06 (the largest is 21.3), Dice of the masks 1.0000}. */
    public String inWords() {
        return String.format(
                Locale.ROOT,
                "logits differ by at most %.2g (the largest is %.3g), Dice of the masks %.4f",
                largestDifference,
                largestLogit,
                dice);
    }
}
