package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.CheckpointAssertions.assertRefused;
import static io.github.syr.checkpoint.PickleBytes.begin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.syr.checkpoint.PickleValue.Bool;
import io.github.syr.checkpoint.PickleValue.Dict;
import io.github.syr.checkpoint.PickleValue.Items;
import io.github.syr.checkpoint.PickleValue.None;
import io.github.syr.checkpoint.PickleValue.Real;
import io.github.syr.checkpoint.PickleValue.Tensor;
import io.github.syr.checkpoint.PickleValue.Text;
import io.github.syr.checkpoint.PickleValue.Tuple;
import io.github.syr.checkpoint.PickleValue.Whole;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnpicklerTest {

    @TempDir
    Path folder;

    private PickleValue read(byte[] pickle) throws IOException {
        Path file = Files.write(folder.resolve("made.pkl"), pickle);
        ByteSource source = ByteSource.of(file);
        try (ByteReader reader = source.open()) {
            return new Unpickler(new PickleInput(new ByteRegion(source, 0, pickle.length), reader, "made")).read();
        }
    }

    private static PickleValue whole(long value) {
        return new Whole(BigInteger.valueOf(value));
    }

    static Stream<Arguments> plainValues() {
        return Stream.of(
                Arguments.of(begin().op('N'), new None()),
                Arguments.of(begin().op(0x88), new Bool(true)),
                Arguments.of(begin().op(0x89), new Bool(false)),
                Arguments.of(begin().op('K', 255), whole(255)),
                Arguments.of(begin().op('M', 255, 255), whole(65535)),
                Arguments.of(begin().op('J').u32(-2), whole(-2)),
                Arguments.of(begin().op(0x8A, 0), whole(0)),
                Arguments.of(begin().op(0x8A, 1, 0xFF), whole(-1)),
                Arguments.of(begin().op(0x8B).u32(2).op(0, 0x80), whole(-32768)),
                Arguments.of(begin().op(0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1), new Whole(BigInteger.ONE.shiftLeft(64))),
                Arguments.of(begin().op('G', 0x40, 9, 0x21, 0xFB, 0x54, 0x44, 0x2D, 0x18), new Real(Math.PI)),
                Arguments.of(begin().text("gr\u00FCn \uD83D\uDC8D"), new Text("gr\u00FCn \uD83D\uDC8D")),
                Arguments.of(begin().op(0x8C, 2, 'h', 'i'), new Text("hi")),
                Arguments.of(begin().op(0x8D, 1, 0, 0, 0, 0, 0, 0, 0, 'x'), new Text("x")),
                Arguments.of(begin().op('U', 2, 'h', 'i'), new Text("hi")),
                Arguments.of(begin().op('T').u32(2).op("hi"), new Text("hi")),
                Arguments.of(begin().op(')'), new Tuple(List.of())),
                Arguments.of(begin().op("NNN").op(0x87), new Tuple(List.of(new None(), new None(), new None()))),
                Arguments.of(
                        begin().op("N(K").op(1).op("t").op(0x86),
                        new Tuple(List.of(new None(), new Tuple(List.of(whole(1)))))),
                Arguments.of(begin().op("](NNe"), new Items(List.of(new None(), new None()))),
                Arguments.of(begin().op("]Na"), new Items(List.of(new None()))),
                Arguments.of(begin().op("(Nl"), new Items(List.of(new None()))),
                Arguments.of(begin().op("(K").op(1).op("Nd"), new Dict(Map.of(whole(1), new None()), false)),
                Arguments.of(begin().op("}K").op(1).op("Ns"), new Dict(Map.of(whole(1), new None()), false)),
                Arguments.of(begin().text("a").op('q', 0).op("0h").op(0), new Text("a")),
                Arguments.of(begin().text("a").op('r').u32(70000).op("0j").u32(70000), new Text("a")),
                Arguments.of(
                        begin().text("a").op(0x94).text("b").op(0x94).op("00h").op(1), new Text("b")),
                Arguments.of(begin().op("N(NN1"), new None()),
                Arguments.of(
                        new PickleBytes()
                                .op(0x80, 5, 0x95, 2, 0, 0, 0, 0, 0, 0, 0)
                                .op('N'),
                        new None()));
    }

    @ParameterizedTest
    @MethodSource("plainValues")
    void readsPlainValues(PickleBytes pickle, PickleValue expected) throws IOException {
        assertEquals(expected, read(pickle.end()));
    }

    @Test
    void readsTensorsByNamesFromTheStack() throws IOException {
        byte[] pickle = new PickleBytes()
                .op(0x80, 4)
                .op(0x8C, 12)
                .raw("torch._utils".getBytes())
                .op(0x8C, 18)
                .raw("_rebuild_tensor_v2".getBytes())
                .op(0x93, '(')
                .storage("torch.HalfStorage", "7", 6)
                .whole(1)
                .tuple(2, 2)
                .tuple(3, 1)
                .op(0x89, 'N')
                .op("tR")
                .end();
        Tensor tensor = (Tensor) read(pickle);
        assertEquals(new PickleValue.Storage("7", DType.F16, 6), tensor.storage());
        assertEquals(1, tensor.first());
        assertArrayEquals(new long[] {2, 2}, tensor.shape());
        assertArrayEquals(new long[] {3, 1}, tensor.stride());
    }

    @Test
    void readsNestingUpToItsLimit() throws IOException {
        PickleBytes pickle = begin();
        for (int i = 0; i < Unpickler.DEEPEST; i++) {
            pickle.op('(');
        }
        pickle.op('N');
        for (int i = 0; i < Unpickler.DEEPEST; i++) {
            pickle.op('t');
        }
        PickleValue value = read(pickle.end());
        for (int i = 0; i < Unpickler.DEEPEST; i++) {
            value = ((Tuple) value).items().get(0);
        }
        assertEquals(new None(), value);
    }

    static Stream<Arguments> refused() {
        long[] one = {1};
        return Stream.of(
                row("no pickle", new PickleBytes().op("hello"), "doesn't begin as a pickle"),
                row("protocol 1", new PickleBytes().op(0x80, 1).op('N'), "protocol 1; 2 to 5"),
                row("protocol 6", new PickleBytes().op(0x80, 6).op('N'), "protocol 6; 2 to 5"),
                row(
                        "a class",
                        begin().global("torch.nn.modules.linear", "Linear")
                                .op(")")
                                .op(0x81),
                        "pickles the class or function 'torch.nn.modules.linear.Linear'"),
                row("os.system", begin().global("os", "system").text("true").op(0x85, 'R'), "'os.system'"),
                row("eval", begin().global("__builtin__", "eval").text("1").op(0x85, 'R'), "'__builtin__.eval'"),
                row(
                        "a class by names on the stack",
                        begin().text("builtins").text("exec").op(0x93),
                        "'builtins.exec'"),
                row(
                        "a class by other than strings",
                        begin().op("NN").op(0x93),
                        "names a class by something else than strings"),
                row(
                        "a near miss of an allowed name",
                        begin().global("torch", "_utils._rebuild_tensor_v2 "),
                        "'torch._utils._reb"),
                row(
                        "an old tensor",
                        begin().global("torch._utils", "_rebuild_tensor"),
                        "'torch._utils._rebuild_tensor'"),
                row(
                        "a sparse tensor",
                        begin().global("torch._utils", "_rebuild_sparse_tensor"),
                        "_rebuild_sparse_tensor'"),
                row("complex numbers", begin().global("torch", "ComplexFloatStorage"), "'torch.ComplexFloatStorage'"),
                row("a quantised storage", begin().global("torch", "QInt8Storage"), "'torch.QInt8Storage'"),
                row("REDUCE of a type", begin().global("torch", "float32").op(")R"), "calls 'torch.float32' (REDUCE)"),
                row(
                        "REDUCE of a storage",
                        begin().global("torch", "FloatStorage").op(")R"),
                        "calls 'torch.FloatStorage'"),
                row("REDUCE of a value", begin().op("N)R"), "(REDUCE)"),
                row(
                        "REDUCE without a tuple",
                        begin().global("collections", "OrderedDict").op("NR"),
                        "(REDUCE)"),
                row(
                        "an OrderedDict of arguments",
                        begin().global("collections", "OrderedDict").op("]").op(0x85, 'R'),
                        "with arguments"),
                row("BUILD of a dict", begin().op("}}b"), "BUILD"),
                row("BUILD of a tensor", begin().tensor("0", 1, 0, one, one).op("}b"), "BUILD"),
                row(
                        "BUILD by something else",
                        begin().global("collections", "OrderedDict").op(")RNb"),
                        "other than _metadata"),
                row(
                        "BUILD of another attribute",
                        begin().global("collections", "OrderedDict")
                                .op(")R}")
                                .text("x")
                                .op("Nsb"),
                        "other than _metadata"),
                row("INST", begin().op("(").op('i').raw("os\nsystem\n".getBytes()), "INST (opcode 0x69)"),
                row("OBJ", begin().op("(").global("collections", "OrderedDict").op('o'), "OBJ (opcode 0x6f)"),
                row(
                        "NEWOBJ",
                        begin().global("collections", "OrderedDict").op(")").op(0x81),
                        "NEWOBJ (opcode 0x81)"),
                row(
                        "NEWOBJ_EX",
                        begin().global("collections", "OrderedDict").op(")}").op(0x92),
                        "NEWOBJ_EX"),
                row("EXT1", begin().op(0x82, 1), "EXT1"),
                row("EXT2", begin().op(0x83, 1, 0), "EXT2"),
                row("EXT4", begin().op(0x84, 1, 0, 0, 0), "EXT4"),
                row("PERSID", begin().op('P').raw("x\n".getBytes()), "PERSID"),
                row("bytes", begin().op('C', 1, 7), "BINBYTES"),
                row("a bytearray", begin().op(0x96, 0, 0, 0, 0, 0, 0, 0, 0), "BYTEARRAY8"),
                row("a set", begin().op(0x8F), "a set"),
                row("a text opcode", begin().op('I').raw("1\n".getBytes()), "text opcode of protocol 0"),
                row("DUP", begin().op("N2"), "unknown opcode (opcode 0x32)"),
                row("a byte that is no opcode", begin().op(0xFF), "opcode 0xff"),
                row("a persistent id that is a string", begin().text("0").op('Q'), "persistent id of unknown shape"),
                row(
                        "a persistent id of a module",
                        begin().op('(')
                                .text("module")
                                .global("torch", "FloatStorage")
                                .text("a")
                                .text("b")
                                .whole(1)
                                .op("tQ"),
                        "persistent id of unknown shape"),
                row(
                        "a short persistent id",
                        begin().op('(').text("storage").op("tQ"),
                        "persistent id of unknown shape"),
                row(
                        "a storage of no storage class",
                        begin().op('(')
                                .text("storage")
                                .global("torch", "float32")
                                .text("0")
                                .text("cpu")
                                .whole(1)
                                .op("tQ"),
                        "storage of class torch.float32"),
                row(
                        "a storage of typed storages",
                        begin().storage("torch.storage.TypedStorage", "0", 1),
                        "TypedStorage"),
                row(
                        "a storage in a storage",
                        begin().op('(')
                                .text("storage")
                                .global("torch", "FloatStorage")
                                .text("0")
                                .text("cpu")
                                .whole(4)
                                .tuple(1, 2)
                                .op("tQ"),
                        "view of another one"),
                row("a negative storage", begin().storage("torch.FloatStorage", "0", -1), "-1 for storage \"0\""),
                row(
                        "a storage beyond counting",
                        begin().storage("torch.DoubleStorage", "0", 1L << 61),
                        "2305843009213693952"),
                row(
                        "a storage in two types",
                        begin().storage("torch.FloatStorage", "0", 1).storage("torch.HalfStorage", "0", 1),
                        "storage \"0\" holds 1 F16 after 1 F32"),
                row(
                        "a storage of two sizes",
                        begin().storage("torch.FloatStorage", "0", 1).storage("torch.FloatStorage", "0", 2),
                        "2 F32 after 1 F32"),
                row(
                        "negative strides",
                        begin().tensor("0", 4, 3, new long[] {4}, new long[] {-1}),
                        "-1 for a tensor's strides"),
                row("a negative shape", begin().tensor("0", 4, 0, new long[] {-4}, one), "-4 for a tensor's shape"),
                row("a negative offset", begin().tensor("0", 4, -1, one, one), "-1 for a tensor's storage offset"),
                row(
                        "strides of another length",
                        begin().tensor("0", 4, 0, new long[] {2, 2}, one),
                        "one of another length"),
                row("an offset beyond", begin().tensor("0", 4, 4, one, one), "beyond its end"),
                row("an empty one beyond", begin().tensor("0", 4, 5, new long[] {0}, one), "beyond its end"),
                row(
                        "strides beyond",
                        begin().tensor("0", 4, 0, new long[] {2, 2}, new long[] {3, 1}),
                        "beyond its end"),
                row("a scalar beyond", begin().tensor("0", 0, 0, new long[] {}, new long[] {}), "beyond its end"),
                row(
                        "a shape that overflows",
                        begin().tensor("0", 4, 0, new long[] {1L << 40, 1L << 40}, new long[] {0, 0}),
                        "more than can be counted"),
                row(
                        "strides that overflow",
                        begin().tensor("0", 4, 0, new long[] {9, 2}, new long[] {1L << 58, 1L << 58}),
                        "beyond its end"),
                row(
                        "strides that overflow all",
                        begin().tensor("0", 4, 0, new long[] {1L << 30, 2}, new long[] {1L << 50, 1}),
                        "more than can be counted"),
                row(
                        "an expanded view",
                        begin().tensor("0", 4, 0, new long[] {1 << 20}, new long[] {0}),
                        "repeats numbers"),
                row(
                        "a tensor of too few arguments",
                        begin().global("torch._utils", "_rebuild_tensor_v2").op(")R"),
                        "arguments"),
                row(
                        "a tensor without storage",
                        begin().global("torch._utils", "_rebuild_tensor_v2").op("(NNNNNNtR"),
                        "arguments"),
                row(
                        "a tensor with hooks",
                        begin().global("torch._utils", "_rebuild_tensor_v2")
                                .op('(')
                                .storage("torch.FloatStorage", "0", 1)
                                .whole(0)
                                .tuple(1)
                                .tuple(1)
                                .op(0x89)
                                .op("}NNstR"),
                        "dict key"),
                row(
                        "a tensor with real hooks",
                        begin().global("torch._utils", "_rebuild_tensor_v2")
                                .op('(')
                                .storage("torch.FloatStorage", "0", 1)
                                .whole(0)
                                .tuple(1)
                                .tuple(1)
                                .op(0x89)
                                .op("}K")
                                .op(1)
                                .op("NstR"),
                        "backward hooks"),
                row(
                        "a negated view",
                        begin().global("torch._utils", "_rebuild_tensor_v2")
                                .op('(')
                                .storage("torch.FloatStorage", "0", 1)
                                .whole(0)
                                .tuple(1)
                                .tuple(1)
                                .op(0x89)
                                .op("}}")
                                .text("neg")
                                .op(0x88)
                                .op("stR"),
                        "with metadata"),
                row(
                        "a parameter of nothing",
                        begin().global("torch._utils", "_rebuild_parameter")
                                .op('(', 'N', 0x89, 'N')
                                .op("tR"),
                        "arguments"),
                row(
                        "a string longer than the file",
                        begin().op('X').u32(0x7FFFFFFF).op("abc"),
                        "2147483647 more bytes"),
                row("a string of 4 GiB", begin().op('X').u32(-1), "4294967295 more bytes"),
                row("a string of 2^63 bytes", begin().op(0x8D, 0, 0, 0, 0, 0, 0, 0, 0x80), "negative length"),
                row(
                        "a string of nearly 2^63 bytes",
                        begin().op(0x8D, 255, 255, 255, 255, 255, 255, 255, 127),
                        "more bytes follow"),
                row("a negative string", begin().op('T').u32(-1), "negative length -1"),
                row("a string that is not UTF-8", begin().op('X').u32(1).op(0xC3), "not UTF-8"),
                row("a number of many bytes", begin().op(0x8B).u32(1000), "number of 1000 bytes"),
                row("a number of less than none", begin().op(0x8B).u32(-5), "number of -5 bytes"),
                row("an endless name", begin().op('c').raw(new byte[2000]), "more than 1000 bytes"),
                row("a key twice", begin().op('}').text("a").op("Ns").text("a").op("Ns"), "twice"),
                row("a key without a value", begin().op("}(").text("a").op('u'), "without a value"),
                row("a list as a key", begin().op("}]Ns"), "dict key"),
                row("items of a list", begin().op(']').text("a").op("Ns"), "not a dict"),
                row("appending to a dict", begin().op("}Na"), "not a list"),
                row("appending to a tuple", begin().op(")Na"), "not a list"),
                row("popping nothing", begin().op('0'), "where there is none"),
                row("popping below a mark", begin().op("N(0"), "where there is none"),
                row("a tuple from nothing", begin().op(0x85), "where there is none"),
                row("a tuple without a mark", begin().op("Nt"), "mark where there is none"),
                row("remembering nothing", begin().op('q', 0), "where there is none"),
                row("a memo that isn't", begin().op('h', 9), "value 9 from its memo"),
                row("two values", begin().op("NN"), "2 values and 0 open marks"),
                row("no value", begin(), "0 values"),
                row("an open mark", begin().op("N("), "1 open marks"),
                row("many marks", begin().op("(".repeat(101)), "deeper than 100"),
                row("deep tuples", deep(begin().op('N'), 0x85), "deeper than 100"),
                row("deep lists", begin().op("]".repeat(102)).op("a".repeat(101)), "deeper than 100"),
                row("a list in itself", begin().op("]q").op(0).op("h").op(0).op('a'), "deeper than 100"),
                row(
                        "a dict in itself",
                        begin().op("}q").op(0).text("a").op("h").op(0).op('s'),
                        "deeper than 100"),
                row("a deep shared list", doubled(101), "deeper than 100"));
    }

    private static PickleBytes deep(PickleBytes pickle, int opcode) {
        for (int i = 0; i <= Unpickler.DEEPEST; i++) {
            pickle.op(opcode);
        }
        return pickle;
    }

    /** ((x, x), (x, x)) and so on: 2^levels values in a few bytes. */
    private static PickleBytes doubled(int levels) {
        PickleBytes pickle = begin().op('N');
        for (int i = 0; i < levels; i++) {
            pickle.op('q', 0, 'h', 0, 0x86);
        }
        return pickle;
    }

    @Test
    void looksIntoSharedValuesOnce() throws IOException {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> read(doubled(Unpickler.DEEPEST).end()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesAllElse(String name, PickleBytes pickle, String[] words) {
        assertRefused(folder.resolve("made.pkl"), () -> read(pickle.end()), words);
        assertRefused(folder.resolve("made.pkl"), () -> read(pickle.end()), "made ");
    }

    @Test
    void refusesPicklesThatEndEarly() {
        byte[] whole = begin().op('}')
                .text("a")
                .tensor("0", 4, 0, new long[] {2}, new long[] {2})
                .op('s')
                .unended();
        for (int length = 0; length <= whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertRefused(folder.resolve("made.pkl"), () -> read(cut), "ends at byte " + length);
        }
    }

    @Test
    void refusesPicklesOfAnyLength() {
        byte[] long16 = begin().text("a".repeat(1 << 24)).end();
        assertRefused(folder.resolve("made.pkl"), () -> read(long16), "is longer than 16777216 bytes");
    }

    private static Arguments row(String name, PickleBytes pickle, String... words) {
        return Arguments.of(name, pickle, words);
    }
}
