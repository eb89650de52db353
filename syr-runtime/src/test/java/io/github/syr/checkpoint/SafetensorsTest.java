package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.CheckpointAssertions.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.error.SyrException;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    @Test
    void writesTheBytesOfTheFormat() throws IOException {
        Path file = folder.resolve("a/b.safetensors");
        TreeMap<String, FloatTensor> tensors = new TreeMap<>();
        tensors.put("w", FloatTensor.of(new long[] {2, 1}, 1f, -2f));
        tensors.put("a\"ä", FloatTensor.of(new long[] {}, 0.5f));
        tensors.put("e", FloatTensor.of(new long[] {0, 3}));
        Safetensors.write(file, tensors, Map.of("z", "1", "alpha", "line\nbreak"));

        String json = "{\"__metadata__\":{\"alpha\":\"line\\nbreak\",\"z\":\"1\"},"
                + "\"a\\\"ä\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
                + "\"e\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[4,4]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[4,12]}}";
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        assertEquals(0, length % 8);
        String header = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
        assertEquals(json, header.stripTrailing());
        bytes.position(8 + length);
        assertEquals(0.5f, bytes.getFloat());
        assertEquals(1f, bytes.getFloat());
        assertEquals(-2f, bytes.getFloat());
        assertEquals(0, bytes.remaining());

        TensorFile read = Safetensors.read(file);
        assertEquals(Map.of("z", "1", "alpha", "line\nbreak"), read.metadata());
        assertArrayEquals(new long[] {2, 1}, read.tensor("w").shape());
        assertArrayEquals(new float[] {1, -2}, read.tensor("w").toFloats());
        assertArrayEquals(new float[] {0.5f}, read.tensor("a\"ä").toFloats());
        assertArrayEquals(new float[0], read.tensor("e").toFloats());
    }

    @Test
    void writesTheSameBytesAgain() throws IOException {
        TensorFile mini = Safetensors.read(ReferenceFiles.file("mini_sam.safetensors"));
        Path once = folder.resolve("once.safetensors");
        Path twice = folder.resolve("twice.safetensors");
        Safetensors.write(once, mini.tensors(), Map.of());
        Safetensors.write(twice, Safetensors.read(once).tensors(), Map.of());
        assertEquals(-1, Files.mismatch(once, twice));
        CheckpointAssertions.assertSame(mini, Safetensors.read(once));
    }

    @Test
    void writesFilesWithoutTensors() {
        Path file = folder.resolve("empty.safetensors");
        Safetensors.write(file, new TreeMap<String, FloatTensor>(), Map.of());
        assertEquals(Map.of(), Safetensors.read(file).tensors());
    }

    @Test
    void copiesIntoABufferBehindWhatItHolds() {
        CheckpointTensor tensor =
                Safetensors.read(ReferenceFiles.file("mini_sam.safetensors")).tensor("image_encoder.neck.0.weight");
        FloatBuffer to = ByteBuffer.allocateDirect(4 * 1030)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        to.position(3);
        tensor.copyTo(to);
        assertEquals(1027, to.position());
        float[] values = tensor.toFloats();
        assertEquals(values[0], to.get(3));
        assertEquals(values[1023], to.get(1026));
        assertThrows(BufferOverflowException.class, () -> tensor.copyTo(FloatBuffer.allocate(1023)));
    }

    @Test
    void handsOutCopiesOfShapes() {
        CheckpointTensor tensor =
                Safetensors.read(ReferenceFiles.file("mini_sam.safetensors")).tensor("image_encoder.pos_embed");
        tensor.shape()[0] = 99;
        assertArrayEquals(new long[] {1, 8, 8, 32}, tensor.shape());
        assertEquals("image_encoder.pos_embed F32 [1, 8, 8, 32]", tensor.toString());
        assertEquals(2048, tensor.elements());
    }

    @Test
    void namesATensorThatIsMissing() {
        TensorFile file = Safetensors.read(ReferenceFiles.file("losses.safetensors"));
        assertRefused(file.source().file().orElseThrow(), () -> file.tensor("loss"), "no tensor \"loss\"");
    }

    @Test
    void saysWhenAFileIsCutWhileItIsOpen() throws IOException {
        Path file = folder.resolve("cut.safetensors");
        Files.copy(ReferenceFiles.file("mini_sam.safetensors"), file);
        TensorFile open = Safetensors.read(file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 40_000));
        assertRefused(file, () -> open.tensors().values().forEach(CheckpointTensor::toFloats), "ends at byte 40000");
        Files.delete(file);
        assertRefused(file, () -> open.tensor("image_encoder.pos_embed").toFloats(), "can't be read");
    }

    static Stream<Arguments> unsoundHeaders() {
        String t = "\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
        return Stream.of(
                row("[]", 0, "begins with byte 91 instead of '{'"),
                row(" {}", 0, "begins with byte 32"),
                row("{\"t\"", 0, "not JSON"),
                row("{'t':{}}", 0, "not JSON"),
                row("{}{}", 0, "not JSON"),
                row("{} x", 0, "not JSON"),
                row("{" + t + ",}", 4, "not JSON"),
                row("{" + t + "," + t + "}", 4, "names \"t\" twice"),
                row("{\"__metadata__\":{\"a\":\"1\"},\"__metadata__\":{}}", 0, "\"__metadata__\" twice"),
                row("{\"__metadata__\":{\"a\":\"1\",\"a\":\"1\"}}", 0, "names \"a\" twice"),
                row("{\"__metadata__\":{\"a\":1}}", 0, "\"a\" is a number instead of a string"),
                row("{\"__metadata__\":{\"a\":{}}}", 0, "\"a\" is an object"),
                row("{\"__metadata__\":[]}", 0, "__metadata__ is an array"),
                row("{\"t\":5}", 0, "\"t\" is a number"),
                row("{\"t\":null}", 0, "\"t\" is null"),
                row(tensor("\"F8_E4M3\"", "[4]", "[0,4]"), 4, "\"t\" has the dtype F8_E4M3", "BF16, F32"),
                row(tensor("\"f32\"", "[1]", "[0,4]"), 4, "dtype f32"),
                row(tensor("7", "[1]", "[0,4]"), 4, "a number as its dtype"),
                row(tensor("\"F32\"", "[-1]", "[0,4]"), 4, "-1 in its shape"),
                row(tensor("\"F32\"", "[1.0]", "[0,4]"), 4, "1.0 in its shape"),
                row(tensor("\"F32\"", "[\"1\"]", "[0,4]"), 4, "a string in its shape"),
                row(tensor("\"F32\"", "1", "[0,4]"), 4, "a number as its shape"),
                row(tensor("\"F32\"", "[9223372036854775808]", "[0,4]"), 4, "9223372036854775808 in its shape"),
                row(tensor("\"F32\"", "[4294967296,4294967296]", "[0,4]"), 4, "more numbers than can be counted"),
                row(tensor("\"F64\"", "[2305843009213693952]", "[0,0]"), 0, "more numbers than can be counted"),
                row(
                        tensor("\"F32\"", "[" + "1,".repeat(16) + "1]", "[0,4]"),
                        4,
                        "\"t\" has more than 16 numbers in its shape"),
                row(tensor("\"F32\"", "[2]", "[0,4]"), 4, "4 bytes, but F32 [2] needs 8"),
                row(tensor("\"F16\"", "[1]", "[0,4]"), 4, "4 bytes, but F16 [1] needs 2"),
                row(tensor("\"F32\"", "[1]", "[4,0]"), 4, "instead of a begin and an end"),
                row(tensor("\"F32\"", "[1]", "[0]"), 4, "instead of a begin and an end"),
                row(tensor("\"F32\"", "[1]", "[0,4,8]"), 4, "instead of a begin and an end"),
                row(tensor("\"F32\"", "[1]", "[0,4]"), 3, "ends at data offset 4, beyond the file's end at 3"),
                row(tensor("\"F32\"", "[1]", "[0,4]"), 5, "1 bytes after its last tensor"),
                row("{}", 1, "1 bytes after its last tensor"),
                row(tensor("\"F32\"", "[1]", "[4,8]"), 8, "begins at data offset 4 but 0", "hole"),
                row(
                        "{" + t + ",\"u\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
                        6,
                        "\"u\" begins at",
                        "overlap"),
                row("{" + t + ",\"u\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "overlap"),
                row("{\"t\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "lacks its data_offsets"),
                row("{\"t\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "lacks its shape"),
                row("{\"t\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "lacks its dtype"),
                row(
                        "{\"t\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                        4,
                        "names dtype twice"),
                row(
                        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"strides\":[1]}}",
                        4,
                        "field \"strides\""));
    }

    @ParameterizedTest
    @MethodSource("unsoundHeaders")
    void refusesUnsoundHeaders(String header, int dataBytes, String[] words) throws IOException {
        Path file = write(header.getBytes(StandardCharsets.UTF_8), dataBytes);
        assertRefused(file, () -> Safetensors.read(file), words);
    }

    @Test
    void refusesHeadersThatAreNotUtf8() throws IOException {
        Path file = write(new byte[] {'{', '"', (byte) 0xC3, '"', '}'}, 0);
        assertRefused(file, () -> Safetensors.read(file), "not UTF-8");
    }

    static Stream<Arguments> unsoundLengths() {
        return Stream.of(
                Arguments.of(0L, "too short for a JSON object"),
                Arguments.of(3L, "beyond the file's end at byte 10"),
                Arguments.of(16_777_217L, "more than the 16777216 bytes allowed"),
                Arguments.of(16_777_216L, "beyond the file's end"),
                Arguments.of(-1L, "18446744073709551615 is more than"));
    }

    @ParameterizedTest
    @MethodSource("unsoundLengths")
    void refusesUnsoundHeaderLengths(long length, String word) throws IOException {
        Path file = folder.resolve("length.safetensors");
        Files.write(
                file,
                ByteBuffer.allocate(10)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .put("{}".getBytes())
                        .array());
        assertRefused(file, () -> Safetensors.read(file), word);
    }

    @Test
    void refusesFilesCutAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(ReferenceFiles.file("mini_lora_rank3.safetensors"));
        Path file = folder.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length += length < 40 ? 1 : 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(SyrException.class, () -> Safetensors.read(file), "cut at " + length);
        }
    }

    @Test
    void readsHeadersPaddedWithSpacesAndTensorsInAnyOrder() throws IOException {
        Path file = write(
                ("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[4,6]},"
                                + "\"b\":{\"data_offsets\":[0,4],\"shape\":[1,1],\"dtype\":\"I32\"}}   ")
                        .getBytes(),
                6);
        TensorFile read = Safetensors.read(file);
        assertArrayEquals(new float[] {5, 6}, read.tensor("a").toFloats());
        assertArrayEquals(new float[] {0x04030201}, read.tensor("b").toFloats());
    }

    private Path write(byte[] header, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        for (int i = 1; i <= dataBytes; i++) {
            bytes.put((byte) i);
        }
        Path file = folder.resolve("made.safetensors");
        Files.write(file, bytes.array());
        return file;
    }

    private static String tensor(String dtype, String shape, String offsets) {
        return "{\"t\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private static Arguments row(String header, int dataBytes, String... words) {
        return Arguments.of(header, dataBytes, words);
    }
}
