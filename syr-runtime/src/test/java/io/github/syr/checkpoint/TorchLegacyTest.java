package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.CheckpointAssertions.assertRefused;
import static io.github.syr.checkpoint.PickleBytes.begin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TorchLegacyTest {

    private static final byte[] MAGIC = begin().op(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19)
            .end();
    private static final byte[] VERSION = begin().op('M').op(0xE9, 3).end();
    private static final byte[] SIZES = begin().op('}').end();
    /** "a": the first two of three numbers in storage 11; "b": all of storage 5, which the keys name first. */
    private static final byte[] STATE = begin().op('}')
            .text("a")
            .tensor("11", 3, 0, new long[] {2}, new long[] {1})
            .op('s')
            .text("b")
            .tensor("5", 1, 0, new long[] {}, new long[] {})
            .op('s')
            .end();

    private static final byte[] KEYS =
            begin().op(']').text("5").op('a').text("11").op('a').end();
    private static final byte[] FIVE = storage(1, 9);
    private static final byte[] ELEVEN = storage(3, 1, 2, 3);

    @TempDir
    Path folder;

    private static byte[] storage(long count, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(count);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private TensorFile read(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return TorchFile.read(Files.write(folder.resolve("made.pth"), bytes.toByteArray()));
    }

    @Test
    void readsStoragesInTheOrderOfTheirKeys() throws IOException {
        TensorFile read = read(MAGIC, VERSION, SIZES, STATE, KEYS, FIVE, ELEVEN);
        assertArrayEquals(new float[] {1, 2}, read.tensor("a").toFloats());
        assertArrayEquals(new float[] {9}, read.tensor("b").toFloats());
    }

    static Stream<Arguments> unsoundFiles() {
        return Stream.of(
                row("a plain pickle", "magic number", STATE),
                row("another magic number", "magic number", VERSION, VERSION, SIZES, STATE, KEYS, FIVE, ELEVEN),
                row("another version", "version", MAGIC, MAGIC, SIZES, STATE, KEYS, FIVE, ELEVEN),
                row("no keys", "lacks the list", MAGIC, VERSION, SIZES, STATE, SIZES, FIVE, ELEVEN),
                row(
                        "an unknown key",
                        "don't name",
                        MAGIC,
                        VERSION,
                        SIZES,
                        STATE,
                        begin().op(']').text("6").op('a').end(),
                        FIVE),
                row(
                        "a key twice",
                        "one twice",
                        MAGIC,
                        VERSION,
                        SIZES,
                        STATE,
                        begin().op(']').text("5").op('a').text("5").op('a').end(),
                        FIVE,
                        FIVE),
                row(
                        "a number as key",
                        "don't name",
                        MAGIC,
                        VERSION,
                        SIZES,
                        STATE,
                        begin().op("]K").op(5).op('a').end(),
                        FIVE),
                row(
                        "a key too few",
                        "lists 1 storages, but its tensors name 2",
                        MAGIC,
                        VERSION,
                        SIZES,
                        STATE,
                        begin().op(']').text("5").op('a').end(),
                        FIVE),
                row(
                        "another count",
                        "has 2 numbers, but its tensors say 1",
                        MAGIC,
                        VERSION,
                        SIZES,
                        STATE,
                        KEYS,
                        storage(2, 1, 1),
                        ELEVEN),
                row("a negative count", "has -1 numbers", MAGIC, VERSION, SIZES, STATE, KEYS, storage(-1, 1), ELEVEN),
                row(
                        "a storage cut short",
                        "reaches beyond the file's end",
                        MAGIC,
                        VERSION,
                        SIZES,
                        STATE,
                        KEYS,
                        FIVE,
                        storage(3, 1, 2)),
                row("a storage missing", "storage \"11\" of 12 bytes", MAGIC, VERSION, SIZES, STATE, KEYS, FIVE),
                row("bytes behind", "1 bytes after", MAGIC, VERSION, SIZES, STATE, KEYS, FIVE, ELEVEN, new byte[1]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsoundFiles")
    void refusesUnsoundFiles(String name, String word, byte[][] parts) {
        assertRefused(folder.resolve("made.pth"), () -> read(parts), word);
    }

    private static Arguments row(String name, String word, byte[]... parts) {
        return Arguments.of(name, word, parts);
    }
}
