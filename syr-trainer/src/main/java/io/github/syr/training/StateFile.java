package io.github.syr.training;

import io.github.syr.checkpoint.CheckpointTensor;
import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.TensorFile;
import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * States of trainings in files: {@code state.safetensors}, schema {@value #SCHEMA}. The metadata has a digest of all
 * that the file says, so that one that is damaged anywhere is never gone on from.
 */
final class StateFile {

    /** Raised whenever another order or number of tensors would be read wrongly. */
    static final String SCHEMA = "syr/state/1";

    private static final String REMEDY = "Delete it; the training begins anew.";

    private StateFile() {}

    /**
     * A state, and what it is of.
     *
     * @param inputs all that must be the same for the training to go on, by name
     */
    record Stored(Map<String, String> inputs, TrainingState state) {}

    /** The metadata's key {@code state}. */
    private record Header(Map<String, String> inputs, TrainingState.Reached reached) {}

    /** @throws SyrException if it can't be written; what stood there before stands there still */
    static void write(Path file, Map<String, String> inputs, TrainingState state) {
        String header = Json.writeLine(RecordJson.toJson(new Header(inputs, state.reached())));
        Safetensors.write(
                file,
                state.tensors(),
                Map.of("schema", SCHEMA, "state", header, "sha256", digest(header, state.tensors())));
    }

    /** @throws SyrException if it is of another schema, or damaged */
    static Stored read(Path file) {
        TensorFile stored = Safetensors.read(file);
        String schema = metadata(stored, file, "schema");
        if (!schema.equals(SCHEMA)) {
            throw SyrException.badData(file, "schema \"" + schema + "\"; this SYR reads \"" + SCHEMA + "\".", REMEDY);
        }
        // in memory before they are compared, so that what is compared is what is used
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        for (CheckpointTensor tensor : stored.tensors().values()) {
            tensors.put(tensor.name(), FloatTensor.of(tensor.shape(), tensor.toFloats()));
        }
        String text = metadata(stored, file, "state");
        if (!digest(text, tensors).equals(metadata(stored, file, "sha256"))) {
            throw SyrException.badData(file, "is damaged: its content has another SHA-256 than it says.", REMEDY);
        }
        Header header = RecordJson.fromJson(Json.parse(text, file), Header.class, file);
        return new Stored(header.inputs(), new TrainingState(header.reached(), tensors));
    }

    private static String metadata(TensorFile stored, Path file, String key) {
        String value = stored.metadata().get(key);
        if (value == null) {
            throw SyrException.badData(file, "the metadata's key " + key + " is missing.", REMEDY);
        }
        return value;
    }

    /** Over the header, and the name, shape and numbers of each tensor. */
    private static String digest(String header, SortedMap<String, FloatTensor> tensors) {
        MessageDigest digest = Sha256.digest();
        digest.update(header.getBytes(StandardCharsets.UTF_8));
        tensors.forEach((name, tensor) -> {
            digest.update(
                    ("\n" + name + " " + Arrays.toString(tensor.shape()) + "\n").getBytes(StandardCharsets.UTF_8));
            float[] numbers = tensor.toFloats();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES));
            bytes.asFloatBuffer().put(numbers);
            digest.update(bytes);
        });
        return Sha256.hex(digest);
    }
}
