package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.PickleBytes.begin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are made to fill memory: each is read or refused by a JVM of its own with a small heap. */
@Timeout(60)
@Tag("not-for-mutants")
class SmallHeapTest {

    private static final int PICKLE = 15 << 20;
    private static final int HEADER = 60_000_000;

    @TempDir
    Path folder;

    private interface Maker {
        void write(Path file) throws IOException;
    }

    static Stream<Arguments> pickles() {
        return Stream.of(
                pickle("15 MB of empty dicts", () -> filled("}")),
                pickle("15 MB of empty lists", () -> filled("]")),
                pickle("15 MB of empty tuples", () -> filled(")")),
                pickle("15 MB of numbers", () -> filled("M\377\1")),
                pickle("15 MB of texts", () -> filled("U\1a")),
                pickle("15 MB of memos", () -> begin().op('N').raw(repeated(new byte[] {(byte) 0x94}, PICKLE))),
                pickle("15 MB of dicts of one item", () -> dicts()),
                pickle("a memoised shape of 900,000 axes used many times", () -> shapes(900_000)),
                pickle("a memoised shape of 16 axes used many times", () -> shapes(16)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pickles")
    void readsOrRefusesPicklesWithin1GiB(String name, Supplier<PickleBytes> pickle) throws Exception {
        assertEnds(
                "1g",
                file -> Files.write(
                        file,
                        ZipBytes.torch(pickle.get().end())
                                .with("archive/data/0", new byte[4])
                                .end()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void readsOrRefusesSafetensorsHeadersWithin512MiB(String name, String first, String each, String last)
            throws Exception {
        assertEnds("512m", file -> writeHeader(file, HEADER, first, each, last));
    }

    /** As the longest header that is read. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void readsTheLongestSafetensorsHeadersWithin512MiB(String name, String first, String each, String last)
            throws Exception {
        assertEnds("512m", file -> writeHeader(file, SafetensorsHeader.LONGEST, first, each, last));
    }

    static Stream<Arguments> headers() {
        String tensor = "\"%08x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
        return Stream.of(
                Arguments.of("many tensors", "{", tensor, "}"),
                Arguments.of("many texts", "{\"__metadata__\":{", "\"%08x\":\"\"", "}}"),
                Arguments.of("a long text", "{\"__metadata__\":{\"a\":\"", "%08x", "\"}}"),
                Arguments.of("a tensor of many axes", "{\"a\":{\"dtype\":\"U8\",\"shape\":[", "0", "]}}"),
                Arguments.of("many offsets", "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[", "999", "]}}"));
    }

    /** Four numbers at the corners of 2 GB. */
    @Test
    void refusesATensorWhoseStridesSpan2Gb() throws Exception {
        int count = 500_000_000;
        byte[] pickle = begin().op('}')
                .text("a")
                .tensor("0", count, 0, new long[] {2, 2}, new long[] {count / 2, count / 2 - 1})
                .op('s')
                .end();
        String said = assertEnds(
                "1g", file -> TorchZipTest.hugeArchive("archive/data/0", 4L * count, ZipBytes.torch(pickle), file));
        assertTrue(said.contains("is a view that spans 2000000000 bytes"), said);
    }

    private static PickleBytes filled(String opcodes) {
        return begin().raw(repeated(opcodes.getBytes(StandardCharsets.ISO_8859_1), PICKLE));
    }

    private static byte[] repeated(byte[] bytes, int length) {
        byte[] all = new byte[length / bytes.length * bytes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes[i % bytes.length];
        }
        return all;
    }

    private static PickleBytes dicts() {
        return begin().text("a").op('q', 0).raw(repeated(new byte[] {'}', 'h', 0, 'N', 's'}, PICKLE));
    }

    private static PickleBytes shapes(int axes) {
        PickleBytes pickle =
                begin().global("torch._utils", "_rebuild_tensor_v2").op('q', 0, '0', '(');
        pickle.storage("torch.FloatStorage", "0", 1).whole(0).op('(');
        for (int i = 0; i < axes; i++) {
            pickle.op('K', 1);
        }
        pickle.op('t', 'q', 1, 'h', 1, 0x89, 'N', 't', 'q', 2, '0');
        return pickle.raw(repeated(new byte[] {'h', 0, 'h', 2, 'R'}, 10 << 20));
    }

    private static void writeHeader(Path file, long length, String first, String each, String last) throws IOException {
        byte[] header = new byte[(int) length];
        Arrays.fill(header, (byte) ' ');
        int at = put(header, 0, first);
        int most = header.length - 20 - last.length() - each.length();
        for (int i = 0; at < most; i++) {
            at = put(header, at, (i == 0 || each.equals("%08x") ? "" : ",") + String.format(each, i));
        }
        put(header, at, last);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array());
            out.write(header);
        }
    }

    private static int put(byte[] to, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, to, at, bytes.length);
        return at + bytes.length;
    }

    private String assertEnds(String heap, Maker maker) throws Exception {
        Path file = folder.resolve("made");
        maker.write(file);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SmallHeapTest.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** Reads a file and all that is in it. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        byte[] magic = new byte[2];
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.readFully(magic);
        }
        try {
            TensorFile read = magic[0] == 'P' && magic[1] == 'K' ? TorchFile.read(file) : Safetensors.read(file);
            read.tensors().values().forEach(CheckpointTensor::toFloats);
            System.out.println("read");
        } catch (SyrException e) {
            System.out.println(e.getMessage());
        }
    }

    private static Arguments pickle(String name, Supplier<PickleBytes> pickle) {
        return Arguments.of(name, pickle);
    }
}
