package io.github.syr.adapter;

import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A linear layer that a LoRA pair adapts, by its name in Meta's layout without {@code .weight}; of an attention's qkv
 * one third of the rows: {@code image_encoder.blocks.3.attn.qkv.q}.
 *
 * @param layer one of those that {@link Kind} describes
 */
public record LoraTarget(String layer) implements Comparable<LoraTarget> {

    private static final Pattern ENCODER = Pattern.compile(
            "image_encoder\\.blocks\\.(0|[1-9]\\d{0,3})\\.(attn\\.qkv\\.([qkv])|attn\\.(proj)|(mlp)\\.lin[12])");
    private static final Pattern DECODER = Pattern.compile("mask_decoder\\.transformer\\."
            + "(layers\\.(0|[1-9]\\d{0,3})\\.(self_attn|cross_attn_token_to_image|cross_attn_image_to_token)"
            + "|final_attn_token_to_image)\\.(q|k|v|out)_proj");

    /** What layers are called in a POM and in {@code adapter.json}. */
    public enum Kind {
        /** The queries of the image encoder's attention. */
        Q,
        /** Its keys. */
        K,
        /** Its values. */
        V,
        /** Its output, {@code attn.proj}. */
        PROJ,
        /** The two linear layers of an encoder block's MLP. */
        MLP,
        /** The projections of the mask decoder's attention. */
        DECODER;

        /** As files have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if there is no such layer to adapt */
    public LoraTarget {
        if (!isKnown(layer)) {
            throw new IllegalArgumentException(layer + " is no layer that LoRA is added to");
        }
    }

    /** Whether a name is that of a layer that can be adapted. */
    public static boolean isKnown(String layer) {
        return ENCODER.matcher(layer).matches() || DECODER.matcher(layer).matches();
    }

    /**
     * A part of an encoder block's qkv.
     *
     * @param part {@code q}, {@code k} or {@code v}
     */
    public static LoraTarget qkv(int block, String part) {
        return new LoraTarget("image_encoder.blocks." + block + ".attn.qkv." + part);
    }

    public Kind kind() {
        Matcher encoder = ENCODER.matcher(layer);
        if (!encoder.matches()) {
            return Kind.DECODER;
        }
        for (int group = 3; group <= 5; group++) {
            if (encoder.group(group) != null) {
                return Kind.valueOf(encoder.group(group).toUpperCase(Locale.ROOT));
            }
        }
        throw new IllegalStateException(layer);
    }

    /** The image encoder's block; none of the decoder's layers is in one. */
    public OptionalInt block() {
        Matcher encoder = ENCODER.matcher(layer);
        return encoder.matches() ? OptionalInt.of(Integer.parseInt(encoder.group(1))) : OptionalInt.empty();
    }

    /** The weight that it adapts, in Meta's layout. */
    public String tensor() {
        return (third() < 0 ? layer : layer.substring(0, layer.length() - 2)) + ".weight";
    }

    /** Which third of the tensor's rows, from 0; -1 where it is the whole tensor. */
    public int third() {
        return switch (kind()) {
            case Q -> 0;
            case K -> 1;
            case V -> 2;
            default -> -1;
        };
    }

    /** The encoder's first, by block and kind, then the decoder's. */
    @Override
    public int compareTo(LoraTarget other) {
        return Comparator.<LoraTarget>comparingInt(target -> target.block().orElse(Integer.MAX_VALUE))
                .thenComparing(LoraTarget::kind)
                .thenComparing(LoraTarget::layer)
                .compare(this, other);
    }
}
