package io.github.syr.device;

import ai.djl.Device;
import io.github.syr.error.SyrException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the image encoder's matrix products are computed with. */
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

    /**
     * Whether a device is made for it. PyTorch computes it on any processor, slower than float32 where it isn't.
     *
     * @throws SyrException if the processor isn't, or doesn't say
     */
    public void require(Device device) {
        require(device, Processor.ofThisMachine());
    }

    void require(Device device, Processor processor) {
        if (this == BFLOAT16 && !device.isGpu() && !processor.hasBfloat16()) {
            throw new SyrException(
                    SyrException.Kind.DEVICE,
                    "This processor has no instructions for bfloat16: /proc/cpuinfo names none of "
                            + String.join(", ", Processor.BFLOAT16) + ".",
                    "Take float32, the default; bfloat16 would be slower here.");
        }
    }
}
