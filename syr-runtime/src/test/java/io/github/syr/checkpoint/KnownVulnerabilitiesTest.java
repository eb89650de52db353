package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.CheckpointAssertions.assertRefused;
import static io.github.syr.checkpoint.PickleBytes.begin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of the kinds that PyTorch's own restricted reading took, by the numbers of what was found there. */
class KnownVulnerabilitiesTest {

    private static final byte[] MAGIC = begin().op(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19)
            .end();
    private static final byte[] VERSION = begin().op('M', 0xE9, 3).end();
    private static final byte[] SIZES = begin().op('}').end();
    private static final long[] ONE = {1};

    @TempDir
    Path folder;

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(byte[] pickle) {
        return ZipBytes.torch(pickle).with("archive/data/0", new byte[4]).end();
    }

    private static byte[] legacy(byte[] pickle) {
        return join(MAGIC, VERSION, SIZES, pickle, begin().op(']').end());
    }

    /** As the oldest PyTorch wrote, less its other members. */
    private static byte[] tar(byte[] pickle) {
        byte[] header = new byte[512];
        put(header, 0, "pickle");
        put(header, 100, "0000644");
        put(header, 124, String.format("%011o", pickle.length));
        put(header, 136, "00000000000");
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = '0';
        put(header, 257, "ustar  ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, String.format("%06o", sum));
        return join(header, Arrays.copyOf(pickle, (pickle.length + 511) / 512 * 512), new byte[1024]);
    }

    private static void put(byte[] to, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, to, at, ascii.length);
    }

    static Stream<Arguments> cve202532434() {
        return Stream.of(
                        "os.system",
                        "posix.system",
                        "builtins.exec",
                        "builtins.getattr",
                        "subprocess.Popen",
                        "torch.load",
                        "torch.jit.load",
                        "torch.storage._load_from_bytes",
                        "torch._utils._rebuild_tensor_v3")
                .flatMap(name -> Stream.of(call(name), stacked(name), reduced(name))
                        .flatMap(pickle -> Stream.of(
                                Arguments.of(
                                        "zip, " + name, zip(pickle), "pickles the class or function '" + name + "'"),
                                Arguments.of(
                                        "legacy, " + name,
                                        legacy(pickle),
                                        "pickles the class or function '" + name + "'"),
                                Arguments.of(
                                        "legacy, first pickle, " + name,
                                        pickle,
                                        "pickles the class or function '" + name + "'"),
                                Arguments.of(
                                        "legacy, the machine's sizes, " + name,
                                        join(
                                                MAGIC,
                                                VERSION,
                                                pickle,
                                                SIZES,
                                                begin().op(']').end()),
                                        "pickles the class or function '" + name + "'"),
                                Arguments.of(
                                        "legacy, storages' keys, " + name,
                                        join(MAGIC, VERSION, SIZES, SIZES, pickle),
                                        "pickles the class or function '" + name + "'"),
                                Arguments.of("tar, " + name, tar(pickle), "doesn't begin as a pickle"))));
    }

    private static String module(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** GLOBAL and REDUCE. */
    private static byte[] call(String name) {
        return begin().global(module(name), last(name))
                .text("true")
                .op(0x85, 'R')
                .end();
    }

    /** STACK_GLOBAL. */
    private static byte[] stacked(String name) {
        return begin().text(module(name))
                .text(last(name))
                .op(0x93)
                .text("true")
                .op(0x85, 'R')
                .end();
    }

    /** As a value in a dict of tensors, not called. */
    private static byte[] reduced(String name) {
        return begin().op('}')
                .text("t")
                .tensor("0", 1, 0, ONE, ONE)
                .op('s')
                .text("f")
                .global(module(name), last(name))
                .op('s')
                .end();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cve202532434")
    void cve202532434ForbiddenGlobalsAreRefusedInEveryContainer(String name, byte[] file, String words)
            throws Exception {
        assertFileRefused(file, words);
    }

    static Stream<Arguments> cve202624747Items() {
        return Stream.of(
                        Arguments.of("a tensor", begin().tensor("0", 1, 0, ONE, ONE)),
                        Arguments.of("a storage", begin().storage("torch.FloatStorage", "0", 1)),
                        Arguments.of("a list", begin().op(']')),
                        Arguments.of("a tuple", begin().op(')')),
                        Arguments.of("None", begin().op('N')),
                        Arguments.of("a number", begin().op('K', 1)),
                        Arguments.of("a text", begin().text("a")),
                        Arguments.of("a class", begin().global("collections", "OrderedDict")),
                        Arguments.of(
                                "a parameter",
                                begin().global("torch._utils", "_rebuild_parameter")
                                        .tensor("0", 1, 0, ONE, ONE)
                                        .op(0x89, 'N', 0x87, 'R')))
                .flatMap(row -> {
                    byte[] target = ((PickleBytes) row.get()[1]).unended();
                    return Stream.of(
                            Arguments.of("SETITEM on " + row.get()[0], items(target, "", "s")),
                            Arguments.of("SETITEMS on " + row.get()[0], items(target, "(", "u")));
                });
    }

    private static byte[] items(byte[] target, String before, String opcode) {
        return new PickleBytes()
                .raw(target)
                .op(before)
                .op('K', 0)
                .op('K', 7)
                .op(opcode)
                .end();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cve202624747Items")
    void cve202624747ItemsAreSetInDictsAlone(String name, byte[] pickle) throws Exception {
        for (byte[] file : List.of(zip(pickle), legacy(pickle))) {
            assertFileRefused(file, "puts items into something that is not a dict");
        }
    }

    static Stream<Arguments> cve202624747Storages() {
        return Stream.of(
                Arguments.of(
                        "more in a zip", zip(storage("torch.FloatStorage", 2)), "has 4 bytes, but its 2 F32 need 8"),
                Arguments.of(
                        "fewer in a zip", zip(storage("torch.HalfStorage", 1)), "has 4 bytes, but its 1 F16 need 2"),
                Arguments.of(
                        "far more in a zip",
                        zip(storage("torch.FloatStorage", 1L << 40)),
                        "has 4 bytes, but its 1099511627776 F32 need"),
                Arguments.of(
                        "none in a zip", zip(storage("torch.FloatStorage", 0)), "has 4 bytes, but its 0 F32 need 0"),
                Arguments.of("more than a legacy file says", legacy(2, 1), "has 1 numbers, but its tensors say 2"),
                Arguments.of("fewer than a legacy file says", legacy(1, 2), "has 2 numbers, but its tensors say 1"),
                Arguments.of("more than a legacy file has", legacy(2, 2), "is cut short"));
    }

    /** A tensor of no numbers in a storage of as many as is said. */
    private static byte[] storage(String type, long numbers) {
        return begin().op('}')
                .text("t")
                .global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage(type, "0", numbers)
                .whole(0)
                .tuple(0)
                .tuple(1)
                .op(0x89, 'N')
                .op("tRs")
                .end();
    }

    /** Numbers that the pickle says, that stand before the data, and one that is there. */
    private static byte[] legacy(long said, long counted) {
        return join(
                MAGIC,
                VERSION,
                SIZES,
                storage("torch.FloatStorage", said),
                begin().op(']').text("0").op('a').end(),
                ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(counted)
                        .putFloat(1)
                        .array());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cve202624747Storages")
    void cve202624747StoragesHaveAsManyNumbersAsIsSaid(String name, byte[] file, String words) throws Exception {
        assertFileRefused(file, words);
    }

    private void assertFileRefused(byte[] bytes, String words) throws Exception {
        Path file = Files.write(folder.resolve("made.pth"), bytes);
        assertRefused(file, () -> TorchFile.read(file), words);
    }
}
