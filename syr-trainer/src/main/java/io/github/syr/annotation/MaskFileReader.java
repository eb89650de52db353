package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.MaskSamples;
import io.github.syr.image.MaskSamples.Kind;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.json.Place;
import io.github.syr.message.Request.MaskObjects;
import io.github.syr.message.Request.MaskRules;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes masks of mask files. A file that is not black and white is not guessed at: several values, or colours, are an
 * error unless the user says which of them belong.
 */
final class MaskFileReader {

    /** More than this are soft edges or a photograph. */
    private static final int MOST_OBJECTS = 64;

    private final ImageDecoder decoder;
    private final MaskRules rules;

    MaskFileReader(ImageDecoder decoder, MaskRules rules) {
        this.decoder = decoder;
        this.rules = rules;
    }

    /**
     * The masks in a file: one, or one per value.
     *
     * @param image of the upright image
     * @throws SyrException if it has another size, or it is not clear which of its pixels belong, or none does
     */
    List<BinaryMask> read(Path file, Size image) {
        return prepare(file, image).stream().map(Supplier::get).toList();
    }

    /** As {@link #read}, of which each is made when it is asked for. */
    List<Supplier<BinaryMask>> prepare(Path file, Size image) {
        MaskSamples samples = decoder.maskSamples(file);
        MaskDrawer.requireSize(Place.of(file), new Size(samples.width(), samples.height()), image);
        if (rules.objects() == MaskObjects.VALUES) {
            return byValue(file, samples);
        }
        if (!rules.values().isEmpty()) {
            BinaryMask mask = byValues(file, samples, Set.copyOf(rules.values()));
            return List.of(() -> mask);
        }
        BinaryMask mask = switch (samples.kind()) {
            case COLOUR -> throw severalValues(file, samples, "is coloured");
            case INDEX -> byIndex(file, samples);
            case GREY_16 -> byGrey(file, samples, 257 * rules.threshold());
            default -> byGrey(file, samples, rules.threshold());
        };
        return List.of(() -> mask);
    }

    private List<Supplier<BinaryMask>> byValue(Path file, MaskSamples samples) {
        Set<Integer> wanted = new TreeSet<>(rules.values());
        Set<Integer> there =
                IntStream.of(MaskHistogram.of(samples).values()).boxed().collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            there.stream().filter(value -> value != 0).forEach(wanted::add);
        }
        if (wanted.size() > MOST_OBJECTS) {
            throw SyrException.badData(
                    file,
                    "has " + wanted.size() + " values; with <maskObjects>values</maskObjects> each would be an object.",
                    "Save it without soft edges and compression noise, or choose by <maskValues>.");
        }
        List<Supplier<BinaryMask>> masks = wanted.stream()
                .filter(there::contains)
                .<Supplier<BinaryMask>>map(value -> () -> mask(samples, sample -> sample == value))
                .toList();
        if (masks.isEmpty()) {
            throw noneBelongs(file, samples);
        }
        return masks;
    }

    private BinaryMask byValues(Path file, MaskSamples samples, Set<Integer> values) {
        if (samples.kind() == Kind.COLOUR) {
            throw severalValues(file, samples, "is coloured");
        }
        return notEmpty(file, samples, mask(samples, values::contains));
    }

    private BinaryMask byIndex(Path file, MaskSamples samples) {
        if (IntStream.of(MaskHistogram.of(samples).values())
                        .filter(value -> value != 0)
                        .count()
                > 1) {
            throw severalValues(file, samples, "has a palette and several values");
        }
        return notEmpty(file, samples, mask(samples, sample -> sample != 0));
    }

    private BinaryMask byGrey(Path file, MaskSamples samples, int threshold) {
        if (MaskHistogram.plateaus(samples).size() > 2) {
            throw severalValues(file, samples, "has several grey levels");
        }
        return notEmpty(file, samples, mask(samples, sample -> sample >= threshold));
    }

    private static BinaryMask mask(MaskSamples samples, IntPredicate belongs) {
        BitSet bits = new BitSet(samples.samples().length);
        for (int i = 0; i < samples.samples().length; i++) {
            bits.set(i, belongs.test(samples.samples()[i]));
        }
        return new BinaryMask(samples.width(), samples.height(), bits);
    }

    private BinaryMask notEmpty(Path file, MaskSamples samples, BinaryMask mask) {
        if (mask.isEmpty()) {
            throw noneBelongs(file, samples);
        }
        return mask;
    }

    private SyrException noneBelongs(Path file, MaskSamples samples) {
        String rule = rules.values().isEmpty()
                ? "a pixel belongs from the grey level " + rules.threshold()
                        + (samples.kind() == Kind.GREY_16 ? " x 257" : "") + " on"
                : "<maskValues> are "
                        + rules.values().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return SyrException.badData(
                file,
                "the mask is empty: its values are " + listed(samples) + ", but " + rule + ".",
                "Paint the object white, or name the values that belong, as <maskValues>1</maskValues>; or lower"
                        + " <maskThreshold> to 1 where all but 0 belongs.");
    }

    private static SyrException severalValues(Path file, MaskSamples samples, String what) {
        boolean isColour = samples.kind() == Kind.COLOUR;
        return SyrException.badData(
                file,
                "the mask " + what + ", so that it is not clear which pixels belong: " + listed(samples) + ".",
                (isColour
                                ? "Paint the object white and all else black"
                                : "Name those that belong, as <maskValues>1</maskValues>")
                        + "; or set <maskObjects>values</maskObjects> if each is an object of its own.");
    }

    private static String listed(MaskSamples samples) {
        return MaskHistogram.of(samples)
                .listed(value -> samples.kind() == Kind.COLOUR
                        ? String.format(Locale.ROOT, "#%06X", value)
                        : String.valueOf(value));
    }
}
