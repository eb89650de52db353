package io.github.syr.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.testing.ReferenceFiles;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SamConfigTest {

    static final SamConfig MINI =
            new SamConfig(128, 16, 32, 4, 2, 128, 5, List.of(1, 3), 32, 16, 2, 64, 2, 3, 3, 32, 2, 1e-6, 1e-5);
    static final SamConfig TINY =
            new SamConfig(256, 8, 128, 6, 4, 512, 8, List.of(2, 5), 128, 16, 2, 512, 8, 3, 3, 128, 2, 1e-6, 1e-5);

    /** As {@code build_sam.py} builds ViT-B, L and H. */
    static SamConfig meta(int width, int depth, int heads, Integer... global) {
        return new SamConfig(
                1024,
                16,
                width,
                depth,
                heads,
                4 * width,
                14,
                List.of(global),
                256,
                16,
                2,
                2048,
                8,
                3,
                3,
                256,
                2,
                1e-6,
                1e-5);
    }

    static Stream<Arguments> models() {
        return Stream.of(
                // parameters as the published models have, the positional matrix (a buffer of 2 x 128) included
                Arguments.of("ViT-B", meta(768, 12, 12, 2, 5, 8, 11), 314, 93_735_472L),
                Arguments.of("ViT-L", meta(1024, 24, 16, 5, 11, 17, 23), 482, 312_342_832L),
                Arguments.of("ViT-H", meta(1280, 32, 16, 7, 15, 23, 31), 594, 641_090_608L),
                Arguments.of("tiny", TINY, 230, 2_281_280L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void isReadOffItsOwnShapes(String name, SamConfig config, int tensors, long parameters) {
        SortedMap<String, long[]> shapes = config.shapes();
        assertEquals(config, SamConfig.from(shapes));
        assertEquals(tensors, shapes.size());
        long count = shapes.entrySet().stream()
                .filter(e -> !e.getKey().endsWith("gaussian_matrix"))
                .mapToLong(e -> Shapes.elements(e.getValue()))
                .sum();
        assertEquals(parameters, count);
    }

    @Test
    void countsAWindowAsBigAsTheImageAsGlobal() {
        SamConfig config =
                new SamConfig(64, 8, 32, 3, 2, 128, 0, List.of(0, 1, 2), 32, 16, 2, 64, 8, 3, 3, 32, 2, 1e-6, 1e-5);
        assertEquals(15, config.shapes().get("image_encoder.blocks.0.attn.rel_pos_h")[0]);
        assertEquals(config, SamConfig.from(config.shapes()));
        assertTrue(IntStream.range(0, 3).allMatch(config::isGlobal));
    }

    @Test
    void readsWindowsBiggerThanTheImage() {
        SamConfig config =
                new SamConfig(64, 8, 32, 2, 2, 128, 14, List.of(1), 32, 16, 2, 64, 8, 3, 3, 32, 2, 1e-6, 1e-5);
        assertEquals(config, SamConfig.from(config.shapes()));
    }

    @Test
    void readsDownsamplingAndHeadsOtherThanMetas() {
        SamConfig config = new SamConfig(64, 8, 32, 2, 2, 100, 3, List.of(1), 64, 8, 3, 48, 4, 1, 1, 2, 4, 1e-6, 1e-6);
        assertEquals(config, SamConfig.from("a file", config.shapes(), 4, 1e-6, 1e-6));
    }

    @Test
    void givesShapesThatTheMiniModelHas() {
        TensorFile mini = Safetensors.read(ReferenceFiles.file("mini_sam.safetensors"));
        SortedMap<String, long[]> shapes = MINI.shapes();
        assertEquals(mini.tensors().keySet(), shapes.keySet());
        shapes.forEach(
                (name, shape) -> assertArrayEquals(shape, mini.tensor(name).shape(), name));
        assertEquals(8, MINI.gridSize());
        assertEquals(4, MINI.numMaskTokens());
    }

    @Test
    void keepsItsGlobalBlocksToItself() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> MINI.globalAttnIndexes().add(2));
    }

    static Stream<Arguments> unfitShapes() {
        String block = "image_encoder.blocks.";
        return Stream.of(
                row(
                        "a missing tensor",
                        s -> s.remove("image_encoder.neck.2.weight"),
                        "tensor \"image_encoder.neck.2.weight\" is missing"),
                row(
                        "many missing tensors",
                        s -> s.keySet().removeIf(k -> k.contains("hypernetworks")),
                        "tensors \"mask_decoder.output_hypernetworks_mlps.0.layers.0.bias\", ",
                        " and 21 more are missing"),
                row("no tensors at all", SortedMap::clear, "tensor \"image_encoder.pos_embed\" is missing"),
                row(
                        "an unexpected tensor",
                        s -> s.put("mask_decoder.hf_token.weight", new long[] {1, 32}),
                        "tensor \"mask_decoder.hf_token.weight\" is unexpected"),
                row(
                        "a block in the middle missing",
                        s -> s.keySet().removeIf(k -> k.startsWith(block + "1.")),
                        "\"image_encoder.blocks.2.",
                        "unexpected"),
                row(
                        "a wrong shape",
                        s -> s.put("image_encoder.neck.1.bias", new long[] {31}),
                        "tensor \"image_encoder.neck.1.bias\" has the shape [31], but [32] is expected"),
                row(
                        "another number of axes",
                        s -> s.put("image_encoder.pos_embed", new long[] {64, 32}),
                        "tensor \"image_encoder.pos_embed\" has the shape [64, 32]; 4 axes"),
                row(
                        "a rectangular grid",
                        s -> s.put("image_encoder.pos_embed", new long[] {1, 8, 9, 32}),
                        "[1, 8, 9, 32], but [1, 8, 8, 32] is expected"),
                row("an empty axis", s -> s.put("image_encoder.pos_embed", new long[] {1, 0, 0, 32}), "[1, 0, 0, 32]"),
                row(
                        "a huge axis",
                        s -> s.put("mask_decoder.mask_tokens.weight", new long[] {1L << 40, 32}),
                        "1099511627776"),
                row(
                        "an even number of relative positions",
                        s -> s.put(block + "0.attn.rel_pos_h", new long[] {10, 16}),
                        "10 relative positions; an odd number"),
                row(
                        "two windows",
                        s -> s.put(block + "2.attn.rel_pos_h", new long[] {7, 16}),
                        "\"image_encoder.blocks.2.attn.rel_pos_h\" implies a window of 4 patches",
                        "5"),
                row(
                        "another window across",
                        s -> s.put(block + "2.attn.rel_pos_w", new long[] {7, 16}),
                        "\"image_encoder.blocks.2.attn.rel_pos_w\" has the shape [7, 16], but [9, 16] is expected"),
                row(
                        "a head that doesn't divide the width",
                        s -> s.put(block + "0.attn.rel_pos_h", new long[] {9, 15}),
                        "15 doesn't divide the encoder's width, 32"),
                row(
                        "an attention that doesn't divide the decoder's width",
                        s -> s.put(
                                "mask_decoder.transformer.final_attn_token_to_image.q_proj.weight",
                                new long[] {15, 32}),
                        "15 doesn't divide the decoder's width, 32"),
                row(
                        "a decoder's width that 8 doesn't divide",
                        s -> {
                            s.put("mask_decoder.transformer.final_attn_token_to_image.q_proj.weight", new long[] {4, 12
                            });
                            s.put("mask_decoder.iou_token.weight", new long[] {1, 12});
                        },
                        "8 doesn't divide the decoder's width, 12"),
                row(
                        "channels of a mask that 4 doesn't divide",
                        s -> s.put("prompt_encoder.mask_downscaling.3.weight", new long[] {14, 4, 2, 2}),
                        "4 doesn't divide its channels, 14"),
                row(
                        "one mask token",
                        s -> s.put("mask_decoder.mask_tokens.weight", new long[] {1, 32}),
                        "1 tokens; 2 or more"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfitShapes")
    void refusesShapesThatAreNotSams(String name, Consumer<SortedMap<String, long[]>> change, String[] words) {
        SortedMap<String, long[]> shapes = MINI.shapes();
        change.accept(shapes);
        SyrException e = assertThrows(SyrException.class, () -> SamConfig.from("x.pth", shapes, 2, 1e-6, 1e-5));
        assertTrue(e.getMessage().startsWith("x.pth: is not a SAM checkpoint: "), e::getMessage);
        for (String word : words) {
            assertTrue(e.problem().contains(word), () -> word + " in " + e.getMessage());
        }
    }

    @Test
    void refusesHeadsThatDoNotDivide() {
        SyrException e = assertThrows(SyrException.class, () -> SamConfig.from("x.pth", MINI.shapes(), 3, 1e-6, 1e-5));
        assertTrue(e.getMessage().contains("16 wide, which 3 heads don't divide"), e::getMessage);
    }

    private static Arguments row(String name, Consumer<SortedMap<String, long[]>> change, String... words) {
        return Arguments.of(name, change, words);
    }
}
