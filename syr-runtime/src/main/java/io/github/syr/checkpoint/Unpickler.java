package io.github.syr.checkpoint;

import io.github.syr.checkpoint.PickleValue.Bool;
import io.github.syr.checkpoint.PickleValue.Dict;
import io.github.syr.checkpoint.PickleValue.Global;
import io.github.syr.checkpoint.PickleValue.Items;
import io.github.syr.checkpoint.PickleValue.None;
import io.github.syr.checkpoint.PickleValue.Real;
import io.github.syr.checkpoint.PickleValue.Storage;
import io.github.syr.checkpoint.PickleValue.Text;
import io.github.syr.checkpoint.PickleValue.Tuple;
import io.github.syr.checkpoint.PickleValue.Whole;
import io.github.syr.error.SyrException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a pickle of protocol 2 to 5 that holds numbers, booleans, None, strings, tuples, lists, dicts and tensors, and
 * refuses every other by its name: nothing is looked up, called or made but what {@link TorchNames} lists. Source:
 * CPython's {@code Lib/pickletools.py}, which documents the opcodes, and {@code torch/_weights_only_unpickler.py}.
 */
final class Unpickler {

    /** How deep lists, tuples and dicts may lie in one another. */
    static final int DEEPEST = 100;

    /** A tensor takes about 45; each makes at most some hundred bytes. */
    private static final int MOST_INSTRUCTIONS = 2_000_000;

    /** Of a parameter, its path through the model's modules. */
    private static final int LONGEST_KEY = 1000;

    private static final String TENSORS_ONLY =
            "SYR reads tensors only. Load it with PyTorch and save model.state_dict() instead: "
                    + "torch.save(model.state_dict(), file).";

    private final PickleInput in;
    private final TensorBuilder tensors;
    private final List<PickleValue> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, PickleValue> memo = new HashMap<>();

    Unpickler(PickleInput in) {
        this.in = in;
        this.tensors = new TensorBuilder(in);
    }

    /** The one value of the pickle that begins here; the input is then behind its end. */
    PickleValue read() {
        if (in.u8() != 0x80) {
            throw in.fail("doesn't begin as a pickle of protocol 2 to 5 does");
        }
        int protocol = in.u8();
        if (protocol < 2 || protocol > 5) {
            throw in.fail("is a pickle of protocol " + protocol + "; 2 to 5 are read", TENSORS_ONLY);
        }
        int instructions = 0;
        for (int opcode = in.u8(); opcode != '.'; opcode = in.u8()) {
            if (++instructions > MOST_INSTRUCTIONS) {
                throw in.fail("has more than " + MOST_INSTRUCTIONS + " instructions", TENSORS_ONLY);
            }
            step(opcode);
        }
        if (stack.size() != 1 || !marks.isEmpty()) {
            throw in.fail(
                    "ends with " + stack.size() + " values and " + marks.size() + " open marks; one value is expected");
        }
        PickleValue value = pop();
        new NestingCheck(in).check(value);
        return value;
    }

    /** The storages that the pickle names, by key. */
    Map<String, Storage> storages() {
        return tensors.storages();
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x95 -> in.i64(); // FRAME: how much to read ahead, of no use here
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> popMark();
            case 'N' -> push(new None());
            case 0x88 -> push(new Bool(true));
            case 0x89 -> push(new Bool(false));
            case 'J' -> push(whole(in.i32()));
            case 'K' -> push(whole(in.u8()));
            case 'M' -> push(whole(in.u16()));
            case 0x8A -> push(whole(in.u8(), "LONG1"));
            case 0x8B -> push(whole(in.i32(), "LONG4"));
            case 'G' -> push(new Real(in.f64()));
            case 'X' -> push(new Text(in.text(in.u32())));
            case 0x8C -> push(new Text(in.text(in.u8())));
            case 0x8D -> push(new Text(in.text(in.i64())));
            case 'U' -> push(new Text(in.text(in.u8()))); // a str of Python 2
            case 'T' -> push(new Text(in.text(in.i32())));
            case ')' -> push(new Tuple(List.of()));
            case 't' -> push(new Tuple(popMark()));
            case 0x85 -> push(new Tuple(pop(1)));
            case 0x86 -> push(new Tuple(pop(2)));
            case 0x87 -> push(new Tuple(pop(3)));
            case ']' -> push(new Items(new ArrayList<>()));
            case 'l' -> push(new Items(popMark()));
            case 'a' -> append(pop(1));
            case 'e' -> append(popMark());
            case '}' -> push(Dict.empty(false));
            case 'd' -> {
                List<PickleValue> pairs = popMark();
                push(Dict.empty(false));
                set(pairs);
            }
            case 's' -> set(pop(2));
            case 'u' -> set(popMark());
            case 'q' -> memo.put((long) in.u8(), top());
            case 'r' -> memo.put(in.u32(), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'h' -> push(remembered(in.u8()));
            case 'j' -> push(remembered(in.u32()));
            case 'c' -> {
                String module = in.line();
                push(global(module, in.line()));
            }
            case 0x93 -> {
                List<PickleValue> names = pop(2);
                if (!(names.get(0) instanceof Text module) || !(names.get(1) instanceof Text name)) {
                    throw in.fail("names a class by something else than strings");
                }
                push(global(module.value(), name.value()));
            }
            case 'R' -> reduce();
            case 'b' -> build();
            case 'Q' -> push(tensors.storage(pop()));
            default -> throw refused(opcode);
        }
    }

    /** The opcodes that make objects or hold values no checkpoint needs, by their names. */
    private SyrException refused(int opcode) {
        String name = switch (opcode) {
            case 'i' -> "INST";
            case 'o' -> "OBJ";
            case 0x81 -> "NEWOBJ";
            case 0x92 -> "NEWOBJ_EX";
            case 0x82 -> "EXT1";
            case 0x83 -> "EXT2";
            case 0x84 -> "EXT4";
            case 'P' -> "PERSID";
            case 'B', 'C', 0x8E -> "BINBYTES";
            case 0x96 -> "BYTEARRAY8";
            case 0x97, 0x98 -> "an out-of-band buffer";
            case 0x8F, 0x90, 0x91 -> "a set";
            case 'I', 'L', 'F', 'S', 'V', 'p', 'g' -> "a text opcode of protocol 0";
            default -> "an unknown opcode";
        };
        return in.fail(
                String.format(
                        Locale.ROOT, "uses %s (opcode 0x%02x), which a file of tensors doesn't need", name, opcode),
                TENSORS_ONLY);
    }

    private Global global(String module, String name) {
        String full = module + "." + name;
        if (!TorchNames.isAllowed(full)) {
            throw in.fail("pickles the class or function '" + full + "'", TENSORS_ONLY);
        }
        return new Global(full);
    }

    private void reduce() {
        List<PickleValue> call = pop(2);
        if (!(call.get(0) instanceof Global function) || !(call.get(1) instanceof Tuple tuple)) {
            throw in.fail("calls something that is not a function with a tuple of arguments (REDUCE)", TENSORS_ONLY);
        }
        List<PickleValue> arguments = tuple.items();
        switch (function.name()) {
            case TorchNames.TENSOR -> push(tensors.tensor(arguments));
            case TorchNames.PARAMETER -> push(tensors.parameter(arguments));
            case TorchNames.ORDERED_DICT -> {
                if (!arguments.isEmpty()) {
                    throw in.fail("makes an OrderedDict with arguments; none are expected");
                }
                push(Dict.empty(true));
            }
            default -> throw in.fail("calls '" + function.name() + "' (REDUCE), which only names a type", TENSORS_ONLY);
        }
    }

    /** PyTorch keeps versions of modules in an attribute of the OrderedDict; nothing else may have attributes. */
    private void build() {
        PickleValue state = pop();
        if (!(top() instanceof Dict target) || !target.ordered()) {
            throw in.fail("sets attributes (BUILD) of something that is not an OrderedDict", TENSORS_ONLY);
        }
        if (!(state instanceof Dict attributes)
                || !attributes.items().keySet().equals(Collections.singleton(new Text("_metadata")))) {
            throw in.fail("sets attributes (BUILD) of an OrderedDict other than _metadata", TENSORS_ONLY);
        }
    }

    private void mark() {
        if (marks.size() == DEEPEST) {
            throw in.fail("nests values deeper than " + DEEPEST);
        }
        marks.push(stack.size());
    }

    private void push(PickleValue value) {
        stack.add(value);
    }

    private PickleValue top() {
        if (stack.isEmpty() || (!marks.isEmpty() && stack.size() == marks.peek())) {
            throw in.fail("takes a value where there is none");
        }
        return stack.get(stack.size() - 1);
    }

    private PickleValue pop() {
        PickleValue value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private List<PickleValue> pop(int count) {
        PickleValue[] values = new PickleValue[count];
        for (int i = count - 1; i >= 0; i--) {
            values[i] = pop();
        }
        return List.of(values);
    }

    private List<PickleValue> popMark() {
        if (marks.isEmpty()) {
            throw in.fail("takes values from a mark where there is none");
        }
        List<PickleValue> above = stack.subList(marks.pop(), stack.size());
        List<PickleValue> values = new ArrayList<>(above);
        above.clear();
        return values;
    }

    private PickleValue remembered(long index) {
        PickleValue value = memo.get(index);
        if (value == null) {
            throw in.fail("takes value " + index + " from its memo, which holds none there");
        }
        return value;
    }

    private void append(List<PickleValue> values) {
        if (!(top() instanceof Items list)) {
            throw in.fail("appends to something that is not a list", TENSORS_ONLY);
        }
        list.items().addAll(values);
    }

    private void set(List<PickleValue> pairs) {
        if (!(top() instanceof Dict dict)) {
            throw in.fail("puts items into something that is not a dict", TENSORS_ONLY);
        }
        if (pairs.size() % 2 != 0) {
            throw in.fail("puts a key without a value into a dict");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            PickleValue key = pairs.get(i);
            if (!(key instanceof Text || key instanceof Whole || key instanceof Bool)) {
                throw in.fail("has a dict key that is neither a string nor a whole number", TENSORS_ONLY);
            }
            if (key instanceof Text text && text.value().length() > LONGEST_KEY) {
                throw in.fail(
                        "has a dict key of " + text.value().length() + " characters; at most " + LONGEST_KEY
                                + " are read",
                        TENSORS_ONLY);
            }
            if (dict.items().put(key, pairs.get(i + 1)) != null) {
                throw in.fail("puts the key " + key + " into a dict twice");
            }
        }
    }

    private Whole whole(long value) {
        return new Whole(BigInteger.valueOf(value));
    }

    private Whole whole(int length, String opcode) {
        if (length < 0 || length > 255) {
            throw in.fail("has a number of " + length + " bytes (" + opcode + "); 0 to 255 are read");
        }
        byte[] bytes = in.bytes(length);
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            byte swapped = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swapped;
        }
        return length == 0 ? whole(0) : new Whole(new BigInteger(bytes));
    }
}
