package io.github.syr.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.testing.Python;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged safetensors files, read by SYR and by the format's own library for Python: both refuse a file, or both read
 * the same tensors. Where SYR is stricter on purpose, docs/formats.md says why.
 *
 * <p>Needs a Python with {@code safetensors} (system property {@code syr.python}, else {@code python3}).
 */
@Tag("python")
class SafetensorsInPythonTest {

    private static final int FILES = 5000;

    /** What SYR refuses and Python reads; docs/formats.md has the reasons. */
    private static final List<String> STRICTER = List.of("header begins with byte");

    /** A line for each file: "refused", or name, dtype, shape and the digest of the numbers (of F32) of each tensor. */
    private static final String SCRIPT = """
            import hashlib, sys
            from safetensors import deserialize
            for path in open(sys.argv[1]).read().splitlines():
                try:
                    tensors = deserialize(open(path, 'rb').read())
                except Exception as e:
                    print('refused ' + str(e).replace('\\n', ' '))
                    continue
                rows = sorted(name.encode().hex() + ' ' + t['dtype'] + ' ' + str(list(t['shape'])) + ' '
                              + (hashlib.sha256(bytes(t['data'])).hexdigest() if t['dtype'] == 'F32' else '-') for name, t in tensors)
                print('read ' + '; '.join(rows))
            """;

    @TempDir
    private static Path folder;

    private static String python;

    @BeforeAll
    static void findPython() throws Exception {
        python = Python.with("safetensors");
    }

    /** A file of three tensors and metadata. */
    private static byte[] whole() {
        TreeMap<String, FloatTensor> tensors = new TreeMap<>();
        tensors.put("w", FloatTensor.of(new long[] {2, 3}, 1, 2, 3, 4, 5, 6));
        tensors.put("a.b", FloatTensor.of(new long[] {4}, -1, 0.5f, 0, 9));
        tensors.put("empty", FloatTensor.of(new long[] {0, 3}));
        Path file = folder.resolve("whole.safetensors");
        Safetensors.write(file, tensors, java.util.Map.of("schema", "x", "note", "ä\n"));
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One to three changes: of a byte, of a token of the header, of its length, of the file's. */
    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int header =
                    (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
            switch (random.nextInt(6)) {
                case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                case 1 -> bytes[random.nextInt(Math.min(bytes.length, 8))] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(8, bytes.length + random.nextInt(17) - 8));
                default -> bytes = token(bytes, Math.min(header, bytes.length - 8), random);
            }
        }
        return bytes;
    }

    private static final String[][] TOKENS = {
        {"F32", "F16", "I64", "U8", "BOOL", "F99", "f32", "BF16"},
        {"[0,16]", "[16,0]", "[0,16,16]", "[0]", "[-1,16]", "[0,1e1]", "[0,16.0]", "[00,16]", "[0,18446744073709551616]"
        },
        {"[2,3]", "[6]", "[]", "[3,2]", "[2,3,1]", "[2,-3]", "[9223372036854775807,2]", "null", "[2,3],"},
        {"\"w\"", "\"a.b\"", "\"\"", "\"__metadata__\"", "w", "\"\\ud800\"", "\"\\u0000\"", "'w'"},
        {"\"shape\"", "\"dtype\"", "\"shape2\"", "\"data_offsets\""},
        {"\"x\"", "1", "null", "{}", "true", "\"\\x\"", "NaN"},
        {"{", "[", "{ ", "{,", "\t{", "/**/{"},
        {"}", "]", "},", "}}", "} ", "}\u0000"},
        {":", "=", ": ", ""},
    };

    /** Exchanges a token for another of its kind; the header's length follows, in half of the cases. */
    private static byte[] token(byte[] bytes, int header, Random random) {
        if (header <= 0) {
            return bytes;
        }
        String text = new String(bytes, 8, header, StandardCharsets.ISO_8859_1);
        String[] kind = TOKENS[random.nextInt(TOKENS.length)];
        String from = kind[random.nextInt(kind.length)];
        String to = kind[random.nextInt(kind.length)];
        List<Integer> places = new ArrayList<>();
        for (int at = text.indexOf(from); at >= 0 && !from.isEmpty(); at = text.indexOf(from, at + 1)) {
            places.add(at);
        }
        if (places.isEmpty()) {
            return bytes;
        }
        int at = places.get(random.nextInt(places.size()));
        String changed = text.substring(0, at) + to + text.substring(at + from.length());
        byte[] newHeader = changed.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(8 + newHeader.length + bytes.length - 8 - header)
                .order(ByteOrder.LITTLE_ENDIAN);
        boolean follows = random.nextBoolean();
        file.putLong(
                follows
                        ? newHeader.length
                        : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
        file.put(newHeader).put(bytes, 8 + header, bytes.length - 8 - header);
        return file.array();
    }

    private static String inJava(Path file) {
        TensorFile read;
        try {
            read = Safetensors.read(file);
        } catch (SyrException e) {
            return "refused " + e.getMessage();
        }
        TreeSet<String> rows = new TreeSet<>();
        read.tensors()
                .forEach((name, tensor) ->
                        rows.add(hex(name) + " " + tensor.dtype() + " " + Arrays.toString(tensor.shape()) + " "
                                + (tensor.dtype() == DType.F32 ? digest(tensor.toFloats()) : "-")));
        return "read " + String.join("; ", rows);
    }

    private static String digest(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Sha256.of(bytes.array());
    }

    private static String hex(String name) {
        StringBuilder hex = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }

    @Test
    void damagedFilesAreReadAsPythonReadsThem() throws Exception {
        byte[] whole = whole();
        Random random = new Random(22);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            paths.add(Files.write(folder.resolve(i + ".safetensors"), i == 0 ? whole : mutated(whole, random))
                    .toString());
        }
        Path list = Files.write(folder.resolve("files"), paths);
        Path script = Files.writeString(folder.resolve("read.py"), SCRIPT);
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(python, script.toString(), list.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(0, process.waitFor());
        List<String> theirs = Files.readAllLines(out);
        List<String> differences = new ArrayList<>();
        int read = 0;
        for (int i = 0; i < FILES; i++) {
            String ours = inJava(Path.of(paths.get(i)));
            boolean same =
                    ours.startsWith("refused") ? theirs.get(i).startsWith("refused") : ours.equals(theirs.get(i));
            read += ours.startsWith("read") ? 1 : 0;
            if (!same) {
                differences.add(paths.get(i) + "\nSYR:    " + ours + "\nPython: " + theirs.get(i));
            }
        }
        assertEquals(List.of(), differences);
        assertTrue(read > FILES / 20 && read < FILES * 19 / 20, read + " of " + FILES + " were read");
    }
}
