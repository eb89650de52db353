package io.github.syr.adapter;

import com.google.gson.JsonObject;
import io.github.syr.checkpoint.CheckpointTensor;
import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adapters in files: SYR's delta format ({@code adapter.safetensors}, schema {@value #SCHEMA}), and the predecessor's
 * layout.
 *
 * <p>A delta names each pair after what it adapts: {@code image_encoder.blocks.3.attn.qkv.q.lora_A} (rank x inputs) and
 * {@code ….lora_B} (outputs x rank); replaced tensors stand under their own names. The predecessor numbers its pairs:
 * {@code w_a_NNN} (rank x d) and {@code w_b_NNN} (d x rank), per block first q, then v, with a scale of 1.
 */
public final class AdapterFile {

    /** What the metadata's key {@code schema} says. */
    public static final String SCHEMA = "syr/adapter-weights/1";

    private static final Pattern PAIR = Pattern.compile("(.+)\\.lora_([AB])");
    private static final Pattern NUMBERED = Pattern.compile("w_([ab])_(\\d{3,4})");

    private static final String REMEDY =
            "The file is damaged, or made for something else: copy it again, or train again.";

    private static final String PREDECESSOR_REMEDY =
            "Export it in peft's layout, or merge it into a checkpoint with mvn syr:merge, which holds any adapter.";

    private AdapterFile() {}

    /** Rank and alpha of a pair, as the metadata's key {@code targets} has them. */
    private record Target(int rank, double alpha) {}

    /** Writes the delta format; the same adapter gives the same bytes. */
    public static void write(Path file, Adapter adapter, String baseSha256) {
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        JsonObject targets = new JsonObject();
        for (Adapter.Pair pair : adapter.pairs()) {
            String name = pair.target().layer();
            tensors.put(name + ".lora_A", FloatTensor.of(new long[] {pair.rank(), pair.inputs()}, pair.a()));
            tensors.put(name + ".lora_B", FloatTensor.of(new long[] {pair.outputs(), pair.rank()}, pair.b()));
            targets.add(name, RecordJson.toJson(new Target(pair.rank(), pair.alpha())));
        }
        adapter.replaced()
                .forEach((name, values) -> tensors.put(name, FloatTensor.of(new long[] {values.length}, values)));
        Safetensors.write(
                file, tensors, Map.of("schema", SCHEMA, "base_sha256", baseSha256, "targets", Json.writeLine(targets)));
    }

    /** Writes the predecessor's layout; only q and v of blocks that follow one another from 0 fit into it. */
    public static void writePredecessor(Path file, Adapter adapter) {
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        for (Adapter.Pair pair : adapter.pairs()) {
            LoraTarget.Kind kind = pair.target().kind();
            if (kind != LoraTarget.Kind.Q && kind != LoraTarget.Kind.V
                    || pair.scale() != 1
                    || !adapter.replaced().isEmpty()) {
                throw SyrException.badRequest(
                        "The predecessor's layout holds pairs of q and v with alpha = rank alone, and this adapter has more.",
                        PREDECESSOR_REMEDY);
            }
            int number = 2 * pair.target().block().orElseThrow() + (kind == LoraTarget.Kind.Q ? 0 : 1);
            tensors.put(
                    String.format(Locale.ROOT, "w_a_%03d", number),
                    FloatTensor.of(new long[] {pair.rank(), pair.inputs()}, pair.a()));
            tensors.put(
                    String.format(Locale.ROOT, "w_b_%03d", number),
                    FloatTensor.of(new long[] {pair.outputs(), pair.rank()}, pair.b()));
        }
        for (int number = 0; number < adapter.pairs().size(); number++) {
            if (!tensors.containsKey(String.format(Locale.ROOT, "w_a_%03d", number))) {
                throw SyrException.badRequest(
                        "The predecessor's layout holds q and v of all blocks from 0 on, and this adapter lacks "
                                + (number % 2 == 0 ? "q" : "v") + " of block " + number / 2 + ".",
                        PREDECESSOR_REMEDY);
            }
        }
        Safetensors.write(file, tensors, Map.of());
    }

    /**
     * Reads either.
     *
     * @throws SyrException if it is neither, of another schema, or its tensors and metadata disagree
     */
    public static Adapter read(ByteSource source) {
        TensorFile tensors = Safetensors.read(source);
        if (tensors.metadata().containsKey("schema")) {
            return readDelta(tensors);
        }
        if (!tensors.tensors().isEmpty()
                && tensors.tensors().keySet().stream()
                        .allMatch(name -> NUMBERED.matcher(name).matches())) {
            return readPredecessor(tensors);
        }
        throw SyrException.badData(
                source,
                "is not an adapter: its metadata names no schema, and its tensors are not called w_a_NNN and w_b_NNN.",
                "Name the adapter.safetensors that syr:train wrote, or one of the Python predecessor.");
    }

    /** Reads a file, which may be the jar that it is packaged in; see {@link #read(ByteSource)}. */
    public static Adapter read(Path file) {
        return read(AdapterJar.isOne(file) ? AdapterJar.weights(file) : ByteSource.of(file));
    }

    private static Adapter readDelta(TensorFile file) {
        String schema = file.metadata().get("schema");
        if (!schema.equals(SCHEMA)) {
            throw SyrException.badData(
                    file.source(),
                    "schema \"" + schema + "\"; this SYR reads \"" + SCHEMA + "\".",
                    "Use the version of SYR that wrote it, or a newer one.");
        }
        String base = metadata(file, "base_sha256");
        if (!base.matches("[0-9a-f]{64}")) {
            throw SyrException.badData(
                    file.source(), "base_sha256 is \"" + base + "\"; 64 hexadecimal digits are expected.", REMEDY);
        }
        var targets = Json.parse(metadata(file, "targets"), file.source() + " (targets)");
        if (!targets.isJsonObject()) {
            throw SyrException.badData(file.source(), "targets is not a JSON object.", REMEDY);
        }
        List<Adapter.Pair> pairs = new ArrayList<>();
        Map<String, float[]> replaced = new TreeMap<>();
        for (var entry : new TreeMap<>(targets.getAsJsonObject().asMap()).entrySet()) {
            if (!LoraTarget.isKnown(entry.getKey())) {
                throw SyrException.badData(
                        file.source(),
                        "the target \"" + entry.getKey() + "\" is unknown.",
                        "Use the version of SYR that wrote it, or a newer one.");
            }
            Target target =
                    RecordJson.fromJson(entry.getValue(), Target.class, file.source() + " (" + entry.getKey() + ")");
            pairs.add(pair(
                    file,
                    new LoraTarget(entry.getKey()),
                    target,
                    entry.getKey() + ".lora_A",
                    entry.getKey() + ".lora_B"));
        }
        for (CheckpointTensor tensor : file.tensors().values()) {
            Matcher matcher = PAIR.matcher(tensor.name());
            if (!matcher.matches()) {
                replaced.put(tensor.name(), finite(file, tensor));
            } else if (!targets.getAsJsonObject()
                    .has(tensor.name().substring(0, tensor.name().length() - ".lora_A".length()))) {
                throw SyrException.badData(
                        file.source(), "the tensor " + tensor.name() + " belongs to no target.", REMEDY);
            }
        }
        return new Adapter(Optional.of(base), sorted(pairs), replaced);
    }

    private static Adapter readPredecessor(TensorFile file) {
        List<Adapter.Pair> pairs = new ArrayList<>();
        int count = file.tensors().size() / 2;
        for (int number = 0; number < count; number++) {
            String a = String.format(Locale.ROOT, "w_a_%03d", number);
            String b = String.format(Locale.ROOT, "w_b_%03d", number);
            long[] shape = file.tensor(a).shape();
            // of a number without axes, a rank that fits no pair
            int rank = shape.length == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, shape[0]);
            pairs.add(
                    pair(file, LoraTarget.qkv(number / 2, number % 2 == 0 ? "q" : "v"), new Target(rank, rank), a, b));
        }
        if (count % 2 != 0 || file.tensors().size() % 2 != 0) {
            throw SyrException.badData(
                    file.source(),
                    file.tensors().size() + " tensors; four a block are expected: A and B of q, A and B of v.",
                    REMEDY);
        }
        return new Adapter(Optional.empty(), sorted(pairs), Map.of());
    }

    private static List<Adapter.Pair> sorted(List<Adapter.Pair> pairs) {
        return pairs.stream()
                .sorted(java.util.Comparator.comparing(Adapter.Pair::target))
                .toList();
    }

    private static Adapter.Pair pair(TensorFile file, LoraTarget layer, Target target, String nameA, String nameB) {
        CheckpointTensor a = file.tensor(nameA);
        CheckpointTensor b = file.tensor(nameB);
        long[] shapeA = a.shape();
        long[] shapeB = b.shape();
        if (shapeA.length != 2
                || shapeB.length != 2
                || shapeA[0] != target.rank()
                || shapeB[1] != target.rank()
                || target.rank() < 1
                || shapeA[1] < 1
                || shapeB[0] < 1) {
            throw SyrException.badData(
                    file.source(),
                    a + " and " + b + " don't fit rank " + target.rank()
                            + ": rank x inputs and outputs x rank are expected.",
                    REMEDY);
        }
        if (!(target.alpha() > 0 && target.alpha() <= Float.MAX_VALUE)) {
            throw SyrException.badData(
                    file.source(),
                    "alpha of " + nameA + " is " + target.alpha() + "; a number above 0 is expected, at most "
                            + Float.MAX_VALUE + ".",
                    REMEDY);
        }
        return new Adapter.Pair(layer, target.rank(), target.alpha(), finite(file, a), finite(file, b));
    }

    private static float[] finite(TensorFile file, CheckpointTensor tensor) {
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw SyrException.badData(
                        file.source(),
                        tensor.name() + "[" + i + "] is " + values[i] + "; finite numbers are expected.",
                        "The training went wrong or the file is damaged; train again.");
            }
        }
        return values;
    }

    private static String metadata(TensorFile file, String key) {
        String value = file.metadata().get(key);
        if (value == null) {
            throw SyrException.badData(
                    file.source(), "the metadata's key " + key + " is missing.", "The file is damaged; make it again.");
        }
        return value;
    }
}
