package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.CheckpointAssertions.assertRefused;
import static io.github.syr.checkpoint.PickleBytes.begin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles of some MB that are made to take long: each is read or refused within seconds. */
class PickleSafetyTest {

    private static final Duration MOST = Duration.ofSeconds(10);
    private static final long[] ONE = {1};

    @TempDir
    Path folder;

    /** As a dict's item "t": a tensor of one number. */
    private static PickleBytes tensor(PickleBytes pickle) {
        return pickle.text("t").tensor("0", 1, 0, ONE, ONE).op('s');
    }

    /** The n-th text of one hash: "Aa" and "BB" have the same. */
    private static String ofOneHash(int n, int pairs) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < pairs; bit++) {
            text.append((n >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    /** The n-th whole number, from 1, of one hash: 31 times the upper half, and the lower. */
    private static long numberOfOneHash(int n) {
        return (long) n << 32 | (ofOneHash(0, 17).hashCode() - 31L * n & 0xFFFF_FFFFL);
    }

    private static PickleBytes keys(int count, boolean texts, boolean numbers) {
        PickleBytes pickle = begin().op('}');
        for (int i = 1; i <= count; i++) {
            if (texts) {
                pickle.text(ofOneHash(i, 17)).op("Ns");
            }
            if (numbers) {
                pickle.whole(numberOfOneHash(i)).op("Ns");
            }
        }
        return tensor(pickle);
    }

    /** Dicts within one another, each under a name; in the last one, {@code count} dicts of what is memoised as 1. */
    private static PickleBytes wide(int levels, String name, int count, String item) {
        PickleBytes pickle = begin().text(name).op('q', 0, '0');
        pickle.tensor("0", 1, 0, ONE, ONE).op('q', 1, '0', '}');
        for (int i = 0; i < levels; i++) {
            pickle.op('h', 0, '}');
        }
        for (int i = 0; i < count; i++) {
            pickle.text(Integer.toString(i, 36)).op('}');
            if (!item.isEmpty()) {
                pickle.text(item).op('h', 1, 's');
            }
            pickle.op('s');
        }
        return pickle.op("s".repeat(levels));
    }

    /** Two names of a length that differ at their ends alone, in many dicts. */
    private static PickleBytes longNames(int length, int count) {
        String same = "n".repeat(length);
        PickleBytes pickle =
                begin().text(same + "Aa").op('q', 0, '0').text(same + "BB").op('q', 1, '0', '}');
        pickle.text("list").op(']');
        for (int i = 0; i < count; i++) {
            pickle.op("}h").op(0).op("Nsh").op(1).op("Nsa");
        }
        return tensor(pickle.op('s'));
    }

    /** Storages under two long keys, or of one under a key that is long. */
    private static PickleBytes longStorages(int length, int count) {
        String same = "k".repeat(length);
        PickleBytes pickle =
                begin().text(same + "Aa").op('q', 0, '0').text(same + "BB").op('q', 1, '0', '}');
        pickle.text("list").op("](");
        for (int i = 0; i < count; i++) {
            pickle.op('(')
                    .text("storage")
                    .global("torch", "FloatStorage")
                    .op('h', i % 2)
                    .text("cpu")
                    .whole(1)
                    .op("tQ");
        }
        return tensor(pickle.op("es"));
    }

    static Stream<Arguments> read() {
        return Stream.of(
                row("120,000 texts of one hash", () -> keys(120_000, true, false)),
                row("120,000 numbers of one hash", () -> keys(120_000, false, true)),
                row("texts and numbers of one hash", () -> keys(60_000, true, true)),
                row("two names of 990 characters and one hash in many dicts", () -> longNames(990, 150_000)),
                row(
                        "100,000 dicts under names of 990 characters",
                        () -> tensor(wide(90, "n".repeat(990), 100_000, ""))));
    }

    @Tag("not-for-mutants")
    @ParameterizedTest(name = "{0}")
    @MethodSource("read")
    void readsInSeconds(String name, Supplier<PickleBytes> pickle, String[] words) {
        byte[] file = archive(pickle.get());
        assertTimeoutPreemptively(
                MOST, () -> assertEquals(Set.of("t"), read(file).tensors().keySet()));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row(
                        "100,000 dicts under a name of 8 MB",
                        () -> tensor(wide(1, "n".repeat(8 << 20), 100_000, "")),
                        "a dict key of 8388608"),
                row("two names of 4 MB and one hash in many dicts", () -> longNames(4 << 20, 100_000), "a dict key of"),
                row(
                        "two storages of keys of 4 MB and one hash",
                        () -> longStorages(4 << 20, 50_000),
                        "a storage key of"),
                row(
                        "50,000 dicts of tensors under names of 990 characters",
                        () -> wide(90, "n".repeat(990), 50_000, "t"),
                        "several dicts of tensors"),
                row(
                        "a memoised shape of 900,000 axes used many times",
                        () -> manyAxes(900_000, 30_000),
                        "says 900000 axes for a tensor's shape"),
                row("15 MB of dicts", () -> repeated("}", 15 << 20), "instructions"),
                row("15 MB of lists", () -> repeated("]", 15 << 20), "instructions"),
                row("15 MB of pops", () -> repeated("N0", 15 << 19), "instructions"),
                row("15 MB of memos", () -> begin().op('N').raw(filled(0x94, 15 << 20)), "instructions"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesInSeconds(String name, Supplier<PickleBytes> pickle, String[] words) {
        byte[] file = archive(pickle.get());
        assertTimeoutPreemptively(MOST, () -> assertRefused(folder.resolve("made.pth"), () -> read(file), words));
    }

    private static PickleBytes key(int length) {
        return tensor(begin().op('}').text("k".repeat(length)).op("Ns"));
    }

    private static PickleBytes storage(int length) {
        return tensor(begin().op('}')
                .text("s")
                .storage("torch.FloatStorage", "k".repeat(length), 1)
                .op('s'));
    }

    private static PickleBytes axes(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return begin().op('}').text("t").tensor("0", 1, 0, ones, ones).op('s');
    }

    private static PickleBytes number(int bytes) {
        return tensor(begin().op('}')
                .text("n")
                .op(0x8B)
                .u32(bytes)
                .raw(filled(1, bytes))
                .op('s'));
    }

    /** As PyTorch writes a parameter, but for its hooks. */
    private static PickleBytes parameter(String hooks) {
        return begin().op('}')
                .text("t")
                .global("torch._utils", "_rebuild_parameter")
                .op('(')
                .tensor("0", 1, 0, ONE, ONE)
                .op(0x88)
                .op(hooks + "tRs");
    }

    static Stream<Arguments> atTheirLimits() {
        return Stream.of(
                row("a dict key of 1000 characters", () -> key(1000)),
                row("a storage key of 100 characters", () -> storage(100)),
                row("a tensor of 16 axes", () -> axes(16)),
                row("a number of 255 bytes", () -> number(255)),
                row("a parameter without hooks", () -> parameter("}")),
                row(
                        "dicts in one another",
                        () -> begin().op('}')
                                .text("a")
                                .op('}')
                                .text("b")
                                .op('}')
                                .text("t")
                                .tensor("0", 1, 0, ONE, ONE)
                                .op("sss")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atTheirLimits")
    void readsWhatIsJustWithinItsLimit(String name, Supplier<PickleBytes> pickle, String[] words) throws IOException {
        assertArrayEquals(
                new float[] {1}, read(archive(pickle.get())).tensor("t").toFloats());
    }

    static Stream<Arguments> beyondTheirLimits() {
        return Stream.of(
                row("a dict key of 1001 characters", () -> key(1001), "a dict key of 1001 characters"),
                row("a storage key of 101 characters", () -> storage(101), "a storage key of 101 characters"),
                row("a tensor of 17 axes", () -> axes(17), "says 17 axes for a tensor's shape"),
                row("a number of 256 bytes", () -> number(256), "a number of 256 bytes"),
                row("a parameter whose hooks are a list", () -> parameter("]"), "backward hooks"),
                row("a tuple", () -> begin().op("N").op(0x85), "holds a tuple instead of a dict"),
                row(
                        "an empty tensor behind its storage's end",
                        () -> begin().op('}')
                                .text("t")
                                .tensor("0", 1, 2, new long[] {0}, ONE)
                                .op('s'),
                        "beyond its end"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beyondTheirLimits")
    void refusesWhatIsJustBeyondItsLimit(String name, Supplier<PickleBytes> pickle, String[] words) {
        byte[] file = archive(pickle.get());
        assertRefused(folder.resolve("made.pth"), () -> read(file), words);
    }

    private static PickleBytes manyAxes(int axes, int tensors) {
        PickleBytes pickle = begin().op('(');
        for (int i = 0; i < axes; i++) {
            pickle.op('K', 1);
        }
        pickle.op('t', 'q', 0, '0', ']');
        for (int i = 0; i < tensors; i++) {
            pickle.global("torch._utils", "_rebuild_tensor_v2")
                    .op('(')
                    .storage("torch.FloatStorage", "0", 1)
                    .whole(0)
                    .op('h', 0, 'h', 0, 0x89, 'N')
                    .op("tRa");
        }
        return pickle;
    }

    private static byte[] filled(int opcode, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) opcode);
        return bytes;
    }

    private static PickleBytes repeated(String opcodes, int times) {
        return begin().raw(opcodes.repeat(times).getBytes());
    }

    private static byte[] archive(PickleBytes pickle) {
        return ZipBytes.torch(pickle.end())
                .with("archive/data/0", new byte[] {0, 0, (byte) 0x80, 0x3F})
                .end();
    }

    private TensorFile read(byte[] bytes) throws IOException {
        return TorchFile.read(Files.write(folder.resolve("made.pth"), bytes));
    }

    private static Arguments row(String name, Supplier<PickleBytes> pickle, String... words) {
        return Arguments.of(name, pickle, words);
    }
}
