package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the matrix products of the image encoder's blocks are computed with. */
public enum Precision {

    /** 24 bits of precision, as SAM's authors computed: the default, and what all reported figures are of. */
    FLOAT32("float32"),

    /**
     * Factors of 8 bits of precision, summed up in 24: a fraction of the time where the processor has instructions for
     * it, and half the memory of the weights. Masks differ by some pixels at their edges. The first and the last
     * layers, the mask decoder, and what is added up from block to block stay float32.
     */
    BFLOAT16("bfloat16");

    private final String word;

    Precision(String word) {
        this.word = word;
    }

    /** As users name it. */
    public String word() {
        return word;
    }

    /** @throws SyrException if there is none of this name */
    public static Precision of(String word) {
        return Stream.of(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(() -> SyrException.badRequest(
                        "The precision \"" + word + "\" is unknown.",
                        "Precisions are "
                                + Stream.of(values()).map(Precision::word).collect(Collectors.joining(", ")) + "."));
    }
}
