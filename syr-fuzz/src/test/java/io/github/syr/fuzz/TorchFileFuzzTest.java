package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.checkpoint.CheckpointTensor;
import io.github.syr.checkpoint.TorchFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole {@code .pth}, zip or legacy. */
class TorchFileFuzzTest {

    static Stream<byte[]> seeds() {
        return Reading.parity(
                "pickles/state_dict.pth",
                "pickles/state_dict_legacy.pth",
                "pickles/views.pth",
                "pickles/bfloat16.pth",
                "pickles/protocol_5.pth",
                "pickles/wrapped.pth",
                "pickles/whole_module_refused.pth");
    }

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] file) {
        Reading.of(() ->
                TorchFile.read(Reading.file("a.pth", file)).tensors().values().forEach(CheckpointTensor::toFloats));
    }
}
