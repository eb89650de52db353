package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.checkpoint.CheckpointTensor;
import io.github.syr.checkpoint.Safetensors;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Reading.parity("pickles/expected.safetensors", "pickles/views_expected.safetensors"),
                Stream.of(file(
                        "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"BF16\",\"shape\":[2,1],\"data_offsets\":[0,4]},"
                                + "\"b\":{\"dtype\":\"BOOL\",\"shape\":[],\"data_offsets\":[4,5]}}",
                        5)));
    }

    private static byte[] file(String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return java.nio.ByteBuffer.allocate(8 + json.length + data)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"dtype\":\"F32\"",
        "\"shape\":[",
        "\"data_offsets\":[0,",
        "\"__metadata__\":{",
        "F64",
        "I64",
        "U8",
        "F8_E4M3"
    })
    @FuzzTest
    void reads(byte[] file) {
        Reading.of(() -> Safetensors.read(Reading.file("a.safetensors", file))
                .tensors()
                .values()
                .forEach(CheckpointTensor::toFloats));
    }
}
