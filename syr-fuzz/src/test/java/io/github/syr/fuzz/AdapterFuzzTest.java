package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Reading.parity("mini_lora_rank3.safetensors"), Stream.of(delta(Map.of()), delta(replaced())));
    }

    private static Map<String, float[]> replaced() {
        return Map.of("mask_decoder.iou_token.weight", new float[] {1, 2, 3});
    }

    /** The predecessor's adapter in the delta format, with tensors that replace the base's. */
    private static byte[] delta(Map<String, float[]> replaced) {
        try {
            Adapter adapter = AdapterFile.read(ReferenceFiles.file("mini_lora_rank3.safetensors"));
            Path file = Reading.folder("seeds").resolve("delta.safetensors");
            AdapterFile.write(file, new Adapter(adapter.baseSha256(), adapter.pairs(), replaced), "ab".repeat(32));
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] file) {
        Reading.of(() ->
                AdapterFile.read(Reading.file("adapter.safetensors", file)).learnedNothing());
    }
}
