package io.github.syr.checkpoint;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What tensors are called in transformers' {@code SamModel}, and in Meta's layout. Source: transformers,
 * {@code models/sam/convert_sam_to_hf.py}.
 */
public final class HuggingFaceNames {

    private static final String MATRIX = "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix";
    private static final String MLPS = "(mask_decoder\\.(?:output_hypernetworks_mlps\\.\\d+|iou_prediction_head)\\.)";
    private static final Pattern HEAD =
            Pattern.compile(MLPS + "(?:(proj_in)|(proj_out)|layers\\.(\\d{1,4}))(\\.(?:weight|bias))");
    private static final Pattern META_HEAD = Pattern.compile(MLPS + "layers\\.(\\d{1,4})(\\.(?:weight|bias))");

    /** What stands for a part that both names have: digits, a word, anything. */
    private static final Pattern PART = Pattern.compile("#|\\*\\*|\\*");

    private record Rule(Pattern huggingFace, String toMeta, Pattern meta, String toHuggingFace) {

        Rule(String huggingFace, String meta) {
            this(pattern(huggingFace), replacement(meta), pattern(meta), replacement(huggingFace));
        }

        Rule(String both) {
            this(both, both);
        }

        private static Pattern pattern(String template) {
            StringBuilder regex = new StringBuilder();
            Matcher part = PART.matcher(template);
            int end = 0;
            while (part.find()) {
                regex.append(Pattern.quote(template.substring(end, part.start())))
                        .append(
                                switch (part.group()) {
                                    case "#" -> "(\\d+)";
                                    case "*" -> "(\\w+)";
                                    default -> "(.+)";
                                });
                end = part.end();
            }
            return Pattern.compile(regex + Pattern.quote(template.substring(end)));
        }

        private static String replacement(String template) {
            StringBuilder replacement = new StringBuilder();
            Matcher part = PART.matcher(template);
            for (int group = 1; part.find(); group++) {
                part.appendReplacement(replacement, "\\$" + group);
            }
            return part.appendTail(replacement).toString();
        }
    }

    /** Whole names, so that nothing unknown slips through; the heads' MLPs are {@link #HEAD}'s. */
    private static final List<Rule> RULES = List.of(
            new Rule("vision_encoder.pos_embed", "image_encoder.pos_embed"),
            new Rule("vision_encoder.patch_embed.projection.*", "image_encoder.patch_embed.proj.*"),
            new Rule("vision_encoder.layers.#.layer_norm1.*", "image_encoder.blocks.#.norm1.*"),
            new Rule("vision_encoder.layers.#.layer_norm2.*", "image_encoder.blocks.#.norm2.*"),
            new Rule("vision_encoder.layers.#.attn.**", "image_encoder.blocks.#.attn.**"),
            new Rule("vision_encoder.layers.#.mlp.**", "image_encoder.blocks.#.mlp.**"),
            new Rule("vision_encoder.neck.conv1.*", "image_encoder.neck.0.*"),
            new Rule("vision_encoder.neck.layer_norm1.*", "image_encoder.neck.1.*"),
            new Rule("vision_encoder.neck.conv2.*", "image_encoder.neck.2.*"),
            new Rule("vision_encoder.neck.layer_norm2.*", "image_encoder.neck.3.*"),
            new Rule("shared_image_embedding.positional_embedding", MATRIX),
            new Rule("prompt_encoder.shared_embedding.positional_embedding", MATRIX),
            new Rule("prompt_encoder.point_embed.#.weight", "prompt_encoder.point_embeddings.#.weight"),
            new Rule("prompt_encoder.not_a_point_embed.weight"),
            new Rule("prompt_encoder.no_mask_embed.weight"),
            new Rule("prompt_encoder.mask_embed.conv1.*", "prompt_encoder.mask_downscaling.0.*"),
            new Rule("prompt_encoder.mask_embed.layer_norm1.*", "prompt_encoder.mask_downscaling.1.*"),
            new Rule("prompt_encoder.mask_embed.conv2.*", "prompt_encoder.mask_downscaling.3.*"),
            new Rule("prompt_encoder.mask_embed.layer_norm2.*", "prompt_encoder.mask_downscaling.4.*"),
            new Rule("prompt_encoder.mask_embed.conv3.*", "prompt_encoder.mask_downscaling.6.*"),
            new Rule("mask_decoder.iou_token.weight"),
            new Rule("mask_decoder.mask_tokens.weight"),
            new Rule("mask_decoder.transformer.layers.#.layer_norm1.*", "mask_decoder.transformer.layers.#.norm1.*"),
            new Rule("mask_decoder.transformer.layers.#.layer_norm2.*", "mask_decoder.transformer.layers.#.norm2.*"),
            new Rule("mask_decoder.transformer.layers.#.layer_norm3.*", "mask_decoder.transformer.layers.#.norm3.*"),
            new Rule("mask_decoder.transformer.layers.#.layer_norm4.*", "mask_decoder.transformer.layers.#.norm4.*"),
            new Rule("mask_decoder.transformer.layers.#.self_attn.**"),
            new Rule("mask_decoder.transformer.layers.#.cross_attn_*.**"),
            new Rule("mask_decoder.transformer.layers.#.mlp.**"),
            new Rule("mask_decoder.transformer.final_attn_token_to_image.**"),
            new Rule("mask_decoder.transformer.layer_norm_final_attn.*", "mask_decoder.transformer.norm_final_attn.*"),
            new Rule("mask_decoder.upscale_conv1.*", "mask_decoder.output_upscaling.0.*"),
            new Rule("mask_decoder.upscale_layer_norm.*", "mask_decoder.output_upscaling.1.*"),
            new Rule("mask_decoder.upscale_conv2.*", "mask_decoder.output_upscaling.3.*"));

    /** By MLP, the number that its last layer has in Meta's layout. */
    private final Map<String, Integer> lastLayers = new LinkedHashMap<>();

    private HuggingFaceNames() {}

    /** For a model whose tensors are called so in {@code SamModel}. */
    static HuggingFaceNames of(Collection<String> huggingFaceNames) {
        HuggingFaceNames names = new HuggingFaceNames();
        for (String name : huggingFaceNames) {
            Matcher head = HEAD.matcher(name);
            if (head.matches()) {
                // proj_out comes after the highest of the layers between
                int behind = head.group(4) == null ? 1 : 2 + Integer.parseInt(head.group(4));
                names.lastLayers.merge(head.group(1), behind, Math::max);
            }
        }
        return names;
    }

    /**
     * For a model whose tensors are called so in Meta's layout.
     *
     * @param metaNames all of them: the last layer of an MLP has a name of its own in {@code SamModel}
     */
    public static HuggingFaceNames ofMeta(Collection<String> metaNames) {
        HuggingFaceNames names = new HuggingFaceNames();
        for (String name : metaNames) {
            Matcher head = META_HEAD.matcher(name);
            if (head.matches()) {
                names.lastLayers.merge(head.group(1), Integer.parseInt(head.group(2)), Math::max);
            }
        }
        return names;
    }

    /** The name in Meta's layout; none where {@code SamModel} has no tensor of that name. */
    public Optional<String> toMeta(String huggingFace) {
        Matcher head = HEAD.matcher(huggingFace);
        if (head.matches()) {
            int layer = head.group(2) != null
                    ? 0
                    : head.group(3) != null
                            ? lastLayers.getOrDefault(head.group(1), 1)
                            : 1 + Integer.parseInt(head.group(4));
            return Optional.of(head.group(1) + "layers." + layer + head.group(5));
        }
        for (Rule rule : RULES) {
            Matcher matcher = rule.huggingFace.matcher(huggingFace);
            if (matcher.matches()) {
                return Optional.of(matcher.replaceFirst(rule.toMeta));
            }
        }
        return Optional.empty();
    }

    /**
     * The names in {@code SamModel}'s state: one, but for the positional embedding, which image and prompts share.
     *
     * @throws IllegalArgumentException if Meta's layout has no tensor of that name
     */
    public List<String> fromMeta(String meta) {
        Matcher head = META_HEAD.matcher(meta);
        if (head.matches()) {
            int layer = Integer.parseInt(head.group(2));
            boolean last = layer == lastLayers.getOrDefault(head.group(1), -1);
            String name = layer == 0 ? "proj_in" : last ? "proj_out" : "layers." + (layer - 1);
            return List.of(head.group(1) + name + head.group(3));
        }
        List<String> names = RULES.stream()
                .flatMap(rule -> {
                    Matcher matcher = rule.meta.matcher(meta);
                    return matcher.matches() ? Stream.of(matcher.replaceFirst(rule.toHuggingFace)) : Stream.empty();
                })
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException(meta + " is no tensor of Meta's layout");
        }
        return names;
    }
}
