package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.CheckpointAssertions.assertRefused;
import static io.github.syr.checkpoint.CheckpointAssertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.testing.FormulaWeights;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamCheckpointTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mini_sam.pth", "mini_sam_legacy.pth", "mini_sam.safetensors"})
    void opensTheMiniModelFromEveryFormat(String name) {
        SamCheckpoint mini = SamCheckpoint.open(ReferenceFiles.file(name), OptionalInt.of(2));
        assertEquals(SamConfigTest.MINI, mini.config());
        assertEquals(SamConfigTest.MINI.shapes().keySet(), mini.tensors().keySet());
        CheckpointTensor qkv = mini.tensors().get("image_encoder.blocks.2.attn.qkv.weight");
        assertArrayEquals(FormulaWeights.tensor("image_encoder.blocks.2.attn.qkv.weight", 96, 32), qkv.toFloats());
    }

    @Test
    void takesEightDecoderHeadsWhereNothingSaysOtherwise() {
        assertEquals(
                8,
                SamCheckpoint.open(ReferenceFiles.file("mini_sam.pth")).config().decoderHeads());
    }

    @Test
    void opensTheTinyModel() {
        SamCheckpoint tiny = SamCheckpoint.open(
                new CheckpointStore(folder)
                        .find(CheckpointAssertions.TINY_SHA256, getClass().getClassLoader()),
                OptionalInt.empty());
        assertEquals(SamConfigTest.TINY, tiny.config());
        long finite = tiny.tensors().values().stream()
                .mapToLong(t -> {
                    long n = 0;
                    for (float each : t.toFloats()) {
                        n += Float.isFinite(each) ? 1 : 0;
                    }
                    return n;
                })
                .sum();
        assertEquals(2_281_280 + 128, finite);
    }

    @Test
    void tellsFormatsApartByContentNotByName() throws IOException {
        Path file = Files.copy(ReferenceFiles.file("mini_sam.safetensors"), folder.resolve("model.pth"));
        assertEquals(202, SamCheckpoint.open(file).tensors().size());
    }

    @Test
    void readsDecoderHeadsFromMetadata() {
        Path file = folder.resolve("heads.safetensors");
        FormulaCheckpoint.write(file, SamConfigTest.MINI);
        SamCheckpoint checkpoint = SamCheckpoint.open(file);
        assertEquals(SamConfigTest.MINI, checkpoint.config());
        assertEquals(
                SamConfigTest.MINI, SamCheckpoint.open(file, OptionalInt.of(2)).config());
        SyrException e = assertThrows(SyrException.class, () -> SamCheckpoint.open(file, OptionalInt.of(4)));
        assertEquals(SyrException.Kind.BAD_REQUEST, e.kind());
        assertTrue(e.getMessage().contains("The option says 4 decoder heads, but " + file + " says 2"), e::getMessage);
        Safetensors.write(file, FormulaCheckpoint.weights(SamConfigTest.MINI), Map.of("decoder_heads", "two"));
        assertRefused(file, () -> SamCheckpoint.open(file), "decoder_heads \"two\"");
    }

    @Test
    void bringsHuggingFaceNamesIntoMetasLayout() {
        TensorFile own = Safetensors.read(ReferenceFiles.file("mini_huggingface/model.safetensors"));
        SamCheckpoint mini = SamCheckpoint.open(ReferenceFiles.file("mini_huggingface"));
        assertEquals(
                new SamConfig(128, 16, 32, 4, 2, 128, 5, List.of(1, 3), 32, 16, 2, 64, 2, 3, 3, 32, 2, 1e-6, 1e-6),
                mini.config());
        assertEquals(SamConfigTest.MINI.shapes().keySet(), mini.tensors().keySet());
        assertEquals(
                mini.tensors().keySet(),
                SamCheckpoint.open(ReferenceFiles.file("mini_huggingface/model.safetensors"))
                        .tensors()
                        .keySet());
        Map.ofEntries(
                        Map.entry("image_encoder.pos_embed", "vision_encoder.pos_embed"),
                        Map.entry("image_encoder.patch_embed.proj.bias", "vision_encoder.patch_embed.projection.bias"),
                        Map.entry("image_encoder.blocks.3.norm1.bias", "vision_encoder.layers.3.layer_norm1.bias"),
                        Map.entry("image_encoder.blocks.3.norm2.weight", "vision_encoder.layers.3.layer_norm2.weight"),
                        Map.entry("image_encoder.blocks.1.attn.qkv.weight", "vision_encoder.layers.1.attn.qkv.weight"),
                        Map.entry("image_encoder.blocks.1.attn.rel_pos_w", "vision_encoder.layers.1.attn.rel_pos_w"),
                        Map.entry("image_encoder.blocks.0.mlp.lin2.bias", "vision_encoder.layers.0.mlp.lin2.bias"),
                        Map.entry("image_encoder.neck.0.weight", "vision_encoder.neck.conv1.weight"),
                        Map.entry("image_encoder.neck.1.weight", "vision_encoder.neck.layer_norm1.weight"),
                        Map.entry("image_encoder.neck.2.weight", "vision_encoder.neck.conv2.weight"),
                        Map.entry("image_encoder.neck.3.bias", "vision_encoder.neck.layer_norm2.bias"),
                        Map.entry(
                                "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix",
                                "shared_image_embedding.positional_embedding"),
                        Map.entry("prompt_encoder.point_embeddings.2.weight", "prompt_encoder.point_embed.2.weight"),
                        Map.entry("prompt_encoder.mask_downscaling.0.weight", "prompt_encoder.mask_embed.conv1.weight"),
                        Map.entry(
                                "prompt_encoder.mask_downscaling.1.bias", "prompt_encoder.mask_embed.layer_norm1.bias"),
                        Map.entry("prompt_encoder.mask_downscaling.3.bias", "prompt_encoder.mask_embed.conv2.bias"),
                        Map.entry(
                                "prompt_encoder.mask_downscaling.4.weight",
                                "prompt_encoder.mask_embed.layer_norm2.weight"),
                        Map.entry("prompt_encoder.mask_downscaling.6.bias", "prompt_encoder.mask_embed.conv3.bias"),
                        Map.entry("mask_decoder.mask_tokens.weight", "mask_decoder.mask_tokens.weight"),
                        Map.entry(
                                "mask_decoder.transformer.layers.1.norm4.bias",
                                "mask_decoder.transformer.layers.1.layer_norm4.bias"),
                        Map.entry(
                                "mask_decoder.transformer.norm_final_attn.bias",
                                "mask_decoder.transformer.layer_norm_final_attn.bias"),
                        Map.entry("mask_decoder.output_upscaling.0.weight", "mask_decoder.upscale_conv1.weight"),
                        Map.entry("mask_decoder.output_upscaling.1.weight", "mask_decoder.upscale_layer_norm.weight"),
                        Map.entry("mask_decoder.output_upscaling.3.weight", "mask_decoder.upscale_conv2.weight"),
                        Map.entry(
                                "mask_decoder.output_hypernetworks_mlps.3.layers.0.weight",
                                "mask_decoder.output_hypernetworks_mlps.3.proj_in.weight"),
                        Map.entry(
                                "mask_decoder.output_hypernetworks_mlps.3.layers.1.weight",
                                "mask_decoder.output_hypernetworks_mlps.3.layers.0.weight"),
                        Map.entry(
                                "mask_decoder.output_hypernetworks_mlps.3.layers.2.weight",
                                "mask_decoder.output_hypernetworks_mlps.3.proj_out.weight"),
                        Map.entry(
                                "mask_decoder.iou_prediction_head.layers.1.bias",
                                "mask_decoder.iou_prediction_head.layers.0.bias"),
                        Map.entry(
                                "mask_decoder.iou_prediction_head.layers.2.bias",
                                "mask_decoder.iou_prediction_head.proj_out.bias"))
                .forEach((meta, theirs) -> {
                    assertSame(own.tensor(theirs), mini.tensors().get(meta), meta);
                    assertEquals(meta, mini.tensors().get(meta).name());
                });
        assertEquals(own.tensors().size(), mini.tensors().size());
    }

    @Test
    void takesTheSharedEmbeddingTwiceIfItIsTheSame() {
        TreeMap<String, FloatTensor> tensors = huggingFace();
        FloatTensor shared = tensors.get("shared_image_embedding.positional_embedding");
        tensors.put("prompt_encoder.shared_embedding.positional_embedding", shared);
        Path file = folder.resolve("twice.safetensors");
        Safetensors.write(file, tensors, Map.of());
        assertEquals(202, SamCheckpoint.open(file, OptionalInt.of(2)).tensors().size());

        float[] other = shared.toFloats();
        other[5] += 1;
        tensors.put("prompt_encoder.shared_embedding.positional_embedding", FloatTensor.of(shared.shape(), other));
        Safetensors.write(file, tensors, Map.of());
        assertRefused(file, () -> SamCheckpoint.open(file), "shared_image_embedding.positional_embedding", "share one");
    }

    @Test
    void refusesUnknownHuggingFaceNames() {
        TreeMap<String, FloatTensor> tensors = huggingFace();
        tensors.put("vision_encoder.layers.0.attn.extra", FloatTensor.of(new long[] {1}, 1));
        tensors.put("mask_decoder.hf_token.weight", FloatTensor.of(new long[] {1}, 1));
        Path file = folder.resolve("more.safetensors");
        Safetensors.write(file, tensors, Map.of());
        assertRefused(
                file,
                () -> SamCheckpoint.open(file),
                "not a SAM checkpoint",
                "\"mask_decoder.hf_token.weight\" is unexpected");
        tensors.remove("mask_decoder.hf_token.weight");
        Safetensors.write(file, tensors, Map.of());
        assertRefused(file, () -> SamCheckpoint.open(file), "\"image_encoder.blocks.0.attn.extra\" is unexpected");
    }

    private static TreeMap<String, FloatTensor> huggingFace() {
        return new TreeMap<>(Safetensors.read(ReferenceFiles.file("mini_huggingface/model.safetensors"))
                .tensors());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"hidden_size\": 32 | \"hidden_size\": 768 | $.vision_config.hidden_size: is 768, but the tensors' shapes say 32",
                "\"image_size\": 128 | \"image_size\": 1024 | $.vision_config.image_size: is 1024, but the tensors' shapes say 128",
                "\"patch_size\": 16 | \"patch_size\": 8 | $.vision_config.patch_size: is 8, but the tensors' shapes say 16",
                "\"num_hidden_layers\": 4 | \"num_hidden_layers\": 5 | $.vision_config.num_hidden_layers: is 5, but the tensors' shapes say 4",
                "\"num_attention_heads\": 2 | \"num_attention_heads\": 4 | $.vision_config.num_attention_heads: is 4, but the tensors' shapes say 2",
                "\"num_hidden_layers\": 2 | \"num_hidden_layers\": 3 | $.mask_decoder_config.num_hidden_layers: is 3, but the tensors' shapes say 2",
                "\"hidden_act\": \"gelu\" | \"hidden_act\": \"tanh\" | $.vision_config.hidden_act: is \"tanh\"; expected: \"gelu\"",
                "\"layer_norm_eps\": 1e-06 | \"layer_norm_eps\": 0 | layer_norm_eps: is 0; expected: a number between 0 and 1",
                "\"layer_norm_eps\": 1e-06 | \"layer_norm_eps\": 1 | layer_norm_eps: is 1; expected: a number between 0 and 1",
                "\"num_hidden_layers\": 4 | \"num_hidden_layers\": 4.5 | num_hidden_layers: is 4.5; expected: a whole number",
                "\"hidden_act\": \"relu\" | \"hidden_act\": \"silu\" | hidden_act: is \"silu\"; expected: \"relu\"",
                "\"layer_norm_eps\": 1e-06 | \"layer_norm_eps\": -1 | layer_norm_eps: is -1; expected: a number between 0 and 1",
                "\"layer_norm_eps\": 1e-06 | \"layer_norm_eps\": {} | layer_norm_eps: is {}",
                "\"model_type\": \"sam\" | \"model_type\": \"sam2\" | $.model_type: is \"sam2\"; expected: \"sam\"",
                "\"vision_config\": { | \"vision_config\": 5, \"x\": { | $.vision_config: is 5; expected: an object",
                "\"architectures\": [ | \"architectures\": [[ | is not JSON",
            })
    void refusesAConfigOfAnotherModel(String from, String to, String word) throws IOException {
        Files.copy(ReferenceFiles.file("mini_huggingface/model.safetensors"), folder.resolve("model.safetensors"));
        String config = Files.readString(ReferenceFiles.file("mini_huggingface/config.json"));
        assertTrue(config.contains(from));
        Path json = Files.writeString(folder.resolve("config.json"), config.replace(from, to));
        assertRefused(json, () -> SamCheckpoint.open(folder), word);
    }

    @Test
    void takesTransformersDefaultsWhereTheConfigIsSilent() throws IOException {
        Files.copy(ReferenceFiles.file("mini_huggingface/model.safetensors"), folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"sam\"}");
        SamConfig config = SamCheckpoint.open(folder).config();
        assertEquals(8, config.decoderHeads());
        assertEquals(1e-6, config.twoWayLayerNormEps());
        SyrException e = assertThrows(SyrException.class, () -> SamCheckpoint.open(folder, OptionalInt.of(4)));
        assertTrue(e.getMessage().contains("The option says 4"), e::getMessage);
    }

    @Test
    void ignoresAConfigBesideAFileInMetasLayout() throws IOException {
        Files.copy(ReferenceFiles.file("mini_sam.safetensors"), folder.resolve("mini.safetensors"));
        Files.writeString(folder.resolve("config.json"), "anything");
        assertEquals(
                1e-5,
                SamCheckpoint.open(folder.resolve("mini.safetensors")).config().twoWayLayerNormEps());
    }

    @Test
    void refusesModelsThatAreNotSam() {
        Path adapter = ReferenceFiles.file("mini_lora_rank3.safetensors");
        assertRefused(
                adapter,
                () -> SamCheckpoint.open(adapter),
                "not a SAM checkpoint",
                "\"image_encoder.pos_embed\" is missing");
        Path decoder = ReferenceFiles.file("pickles/state_dict.pth");
        assertRefused(decoder, () -> SamCheckpoint.open(decoder), "not a SAM checkpoint");
    }

    @Test
    void refusesWeightsThatAreWholeNumbers() throws IOException {
        byte[] bytes = Files.readAllBytes(ReferenceFiles.file("mini_sam.safetensors"));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String changed =
                text.replaceFirst("(\"prompt_encoder.no_mask_embed.weight\":\\{\"dtype\":)\"F32\"", "$1\"I32\"");
        assertFalse(changed.equals(text));
        Path file = Files.write(folder.resolve("whole.safetensors"), changed.getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, () -> SamCheckpoint.open(file), "\"prompt_encoder.no_mask_embed.weight\" holds I32");
    }

    static Stream<Arguments> notCheckpoints() {
        return Stream.of(
                row("nothing", "", "is empty"),
                row("a page", "<!DOCTYPE html>\n<html><body>404 Not Found</body></html>", "HTML or XML page"),
                row("a page behind blanks", "\r\n  <html>", "HTML or XML page"),
                row(
                        "an error in XML",
                        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
                        "HTML or XML page"),
                row(
                        "an LFS pointer",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 375042383\n",
                        "Git LFS pointer"),
                row("text", "hello\nworld", "text file, not a checkpoint; it begins \"hello\""),
                row("JSON", "{\"error\": \"Entry not found\"}", "text file"),
                row("short rubbish", "\0", "neither a .pth file"),
                row("an image", "\u0089PNG\r\n\u001a\n\0\0", "neither a .pth file", "89 50 4e 47"),
                row("the beginning of a zip", "PK\3\4", "cut short"),
                row("the beginning of a pickle", "\u0080\2", "too short for a file of torch.save: 2 bytes"),
                row("the beginning of safetensors", "\20\0\0\0\0\0\0\0{", "beyond the file's end"),
                row("another zip", "PK\5\6" + "\0".repeat(18), "neither a .pth file"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notCheckpoints")
    void saysWhatAFileIsThatIsNoCheckpoint(String name, String content, String[] words) throws IOException {
        Path file = Files.write(folder.resolve("sam_vit_b_01ec64.pth"), content.getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, () -> SamCheckpoint.open(file), words);
    }

    @Test
    void saysWhatIsWrongWithAPath() throws IOException {
        Path nowhere = folder.resolve("nowhere.pth");
        assertRefused(nowhere, () -> SamCheckpoint.open(nowhere), "doesn't exist");
        assertRefused(folder, () -> SamCheckpoint.open(folder), "folder without model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mini_sam.pth", "mini_sam_legacy.pth", "mini_sam.safetensors"})
    void refusesModelsCutAnywhere(String name) throws IOException {
        byte[] whole = Files.readAllBytes(ReferenceFiles.file(name));
        Path file = folder.resolve("cut");
        for (int i = 0; i < 60; i++) {
            Files.write(file, Arrays.copyOf(whole, (int) ((long) whole.length * i / 60)));
            assertRefused(file, () -> SamCheckpoint.open(file));
        }
    }

    private static Arguments row(String name, String content, String... words) {
        return Arguments.of(name, content, words);
    }
}
