package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.adapter.AdapterFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterFuzzTest {

    static Stream<byte[]> seeds() {
        return Reading.parity("mini_lora_rank3.safetensors");
    }

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] file) {
        Reading.of(() ->
                AdapterFile.read(Reading.file("adapter.safetensors", file)).learnedNothing());
    }
}
