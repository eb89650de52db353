package io.github.syr.checkpoint;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings the tensors of transformers' {@code SamModel} under Meta's names. Source: transformers,
 * {@code models/sam/convert_sam_to_hf.py}, the other way round.
 */
final class HuggingFaceLayout {

    private static final String VISION = "vision_encoder.";
    private static final String MATRIX = "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix";
    private static final Pattern HEAD =
            Pattern.compile("(mask_decoder\\.(?:output_hypernetworks_mlps\\.\\d+|iou_prediction_head)\\.)"
                    + "(?:(proj_in)|(proj_out)|layers\\.(\\d{1,4}))(\\.(?:weight|bias))");

    private record Rule(Pattern from, String to) {

        Rule(String from, String to) {
            this(Pattern.compile(from), to);
        }
    }

    /** Whole names, so that nothing unknown slips through; the heads' MLPs are {@link #HEAD}'s. */
    private static final List<Rule> RULES = List.of(
            new Rule("vision_encoder\\.pos_embed", "image_encoder.pos_embed"),
            new Rule("vision_encoder\\.patch_embed\\.projection(\\.\\w+)", "image_encoder.patch_embed.proj$1"),
            new Rule("vision_encoder\\.layers(\\.\\d+)\\.layer_norm([12]\\.\\w+)", "image_encoder.blocks$1.norm$2"),
            new Rule("vision_encoder\\.layers(\\.\\d+\\.(?:attn|mlp)\\..+)", "image_encoder.blocks$1"),
            new Rule("vision_encoder\\.neck\\.conv1(\\.\\w+)", "image_encoder.neck.0$1"),
            new Rule("vision_encoder\\.neck\\.layer_norm1(\\.\\w+)", "image_encoder.neck.1$1"),
            new Rule("vision_encoder\\.neck\\.conv2(\\.\\w+)", "image_encoder.neck.2$1"),
            new Rule("vision_encoder\\.neck\\.layer_norm2(\\.\\w+)", "image_encoder.neck.3$1"),
            new Rule("(?:shared_image_embedding|prompt_encoder\\.shared_embedding)\\.positional_embedding", MATRIX),
            new Rule("prompt_encoder\\.point_embed(\\.\\d+\\.weight)", "prompt_encoder.point_embeddings$1"),
            new Rule("(prompt_encoder\\.(?:not_a_point|no_mask)_embed\\.weight)", "$1"),
            new Rule("prompt_encoder\\.mask_embed\\.conv1(\\.\\w+)", "prompt_encoder.mask_downscaling.0$1"),
            new Rule("prompt_encoder\\.mask_embed\\.layer_norm1(\\.\\w+)", "prompt_encoder.mask_downscaling.1$1"),
            new Rule("prompt_encoder\\.mask_embed\\.conv2(\\.\\w+)", "prompt_encoder.mask_downscaling.3$1"),
            new Rule("prompt_encoder\\.mask_embed\\.layer_norm2(\\.\\w+)", "prompt_encoder.mask_downscaling.4$1"),
            new Rule("prompt_encoder\\.mask_embed\\.conv3(\\.\\w+)", "prompt_encoder.mask_downscaling.6$1"),
            new Rule("(mask_decoder\\.(?:iou_token|mask_tokens)\\.weight)", "$1"),
            new Rule("(mask_decoder\\.transformer\\.layers\\.\\d+\\.)layer_norm([1-4]\\.\\w+)", "$1norm$2"),
            new Rule("(mask_decoder\\.transformer\\.layers\\.\\d+\\.(?:self_attn|cross_attn_\\w+|mlp)\\..+)", "$1"),
            new Rule("(mask_decoder\\.transformer\\.final_attn_token_to_image\\..+)", "$1"),
            new Rule(
                    "mask_decoder\\.transformer\\.layer_norm_final_attn(\\.\\w+)",
                    "mask_decoder.transformer.norm_final_attn$1"),
            new Rule("mask_decoder\\.upscale_conv1(\\.\\w+)", "mask_decoder.output_upscaling.0$1"),
            new Rule("mask_decoder\\.upscale_layer_norm(\\.\\w+)", "mask_decoder.output_upscaling.1$1"),
            new Rule("mask_decoder\\.upscale_conv2(\\.\\w+)", "mask_decoder.output_upscaling.3$1"));

    private final Object source;

    HuggingFaceLayout(Object source) {
        this.source = source;
    }

    /** Whether these are names of that layout; one tensor of its image encoder is enough. */
    static boolean isOf(Collection<String> names) {
        return names.stream().anyMatch(name -> name.startsWith(VISION));
    }

    /**
     * The same tensors under Meta's names.
     *
     * @throws io.github.syr.error.SyrException if a name isn't one of the layout, or the positional embedding, which
     *     may be there twice, is there with different numbers
     */
    Map<String, CheckpointTensor> toMeta(Map<String, CheckpointTensor> tensors) {
        Map<String, Integer> lastLayers = lastLayers(tensors.keySet());
        Map<String, CheckpointTensor> renamed = new TreeMap<>();
        List<String> unknown = tensors.keySet().stream()
                .filter(name -> metaName(name, lastLayers).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            throw SamShapeCheck.notSam(source, SamShapeCheck.describe("unexpected", unknown));
        }
        tensors.forEach((name, tensor) -> {
            String meta = metaName(name, lastLayers).orElseThrow();
            CheckpointTensor before = renamed.put(meta, tensor.named(meta));
            if (before != null && !isSame(before, tensor)) {
                throw SamShapeCheck.notSam(
                        source,
                        "tensor \"" + name + "\" differs from the other one that becomes \"" + meta
                                + "\"; the image and the prompts share one.");
            }
        });
        return renamed;
    }

    private static boolean isSame(CheckpointTensor a, CheckpointTensor b) {
        return Arrays.equals(a.shape(), b.shape()) && Arrays.equals(a.toFloats(), b.toFloats());
    }

    private static Optional<String> metaName(String name, Map<String, Integer> lastLayers) {
        Matcher head = HEAD.matcher(name);
        if (head.matches()) {
            int layer = head.group(2) != null
                    ? 0
                    : head.group(3) != null ? lastLayers.get(head.group(1)) : 1 + Integer.parseInt(head.group(4));
            return Optional.of(head.group(1) + "layers." + layer + head.group(5));
        }
        for (Rule rule : RULES) {
            Matcher matcher = rule.from.matcher(name);
            if (matcher.matches()) {
                return Optional.of(matcher.replaceFirst(rule.to));
            }
        }
        return Optional.empty();
    }

    /** By MLP, the number that {@code proj_out} has in Meta's layout: one more than the highest of those between. */
    private static Map<String, Integer> lastLayers(Collection<String> names) {
        Map<String, Integer> last = new LinkedHashMap<>();
        for (String name : names) {
            Matcher head = HEAD.matcher(name);
            if (head.matches()) {
                int behind = head.group(4) == null ? 1 : 2 + Integer.parseInt(head.group(4));
                last.merge(head.group(1), behind, Math::max);
            }
        }
        return last;
    }
}
