package io.github.syr.checkpoint;

import com.google.gson.JsonPrimitive;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files in Hugging Face's safetensors format: eight bytes of header length (little-endian), a JSON header, the tensors'
 * bytes. Source: the format's own description, {@code github.com/huggingface/safetensors#format}.
 */
public final class Safetensors {

    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /**
     * Opens a file; no tensor's numbers are read yet.
     *
     * @throws SyrException if it breaks a rule of the format: the header's length, UTF-8 or JSON, a name given twice,
     *     an unknown type, offsets that leave holes, overlap, disagree with the shape or don't end with the file
     */
    public static TensorFile read(ByteSource source) {
        try (ByteReader reader = source.open()) {
            return new SafetensorsHeader(source, reader).read();
        } catch (IOException e) {
            throw ByteSource.unreadable(source, e);
        }
    }

    /** Opens a file; see {@link #read(ByteSource)}. */
    public static TensorFile read(Path file) {
        return read(ByteSource.of(file));
    }

    /**
     * Writes float32 tensors. The same tensors and metadata give the same bytes: names in their natural order, the
     * header padded with spaces to a multiple of 8. One tensor is in memory at a time.
     *
     * @throws SyrException if the file can't be written; what stood there before stands there still
     */
    public static void write(
            Path file, SortedMap<String, ? extends FloatTensor> tensors, Map<String, String> metadata) {
        byte[] header = header(tensors, metadata);
        AtomicFile.write(file, out -> {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            out.write(header);
            for (Map.Entry<String, ? extends FloatTensor> entry : new TreeMap<>(tensors).entrySet()) {
                write(entry.getValue().toFloats(), out);
            }
        });
    }

    private static void write(float[] values, OutputStream out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            if (!chunk.hasRemaining()) {
                out.write(chunk.array());
                chunk.clear();
            }
            chunk.putFloat(value);
        }
        out.write(chunk.array(), 0, chunk.position());
    }

    private static byte[] header(Map<String, ? extends FloatTensor> tensors, Map<String, String> metadata) {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            json.append("\"__metadata__\":{");
            new TreeMap<>(metadata)
                    .forEach((key, value) -> json.append(quoted(key))
                            .append(':')
                            .append(quoted(value))
                            .append(','));
            json.setCharAt(json.length() - 1, '}');
            json.append(',');
        }
        long begin = 0;
        for (Map.Entry<String, ? extends FloatTensor> entry : new TreeMap<>(tensors).entrySet()) {
            long[] shape = entry.getValue().shape();
            long end = Math.addExact(begin, Math.multiplyExact(4L, Shapes.elements(shape)));
            json.append(quoted(entry.getKey())).append(":{\"dtype\":\"F32\",\"shape\":[");
            for (int i = 0; i < shape.length; i++) {
                json.append(i == 0 ? "" : ",").append(shape[i]);
            }
            json.append("],\"data_offsets\":[")
                    .append(begin)
                    .append(',')
                    .append(end)
                    .append("]},");
            begin = end;
        }
        if (json.length() > 1) {
            json.setLength(json.length() - 1);
        }
        json.append('}');
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        return padded;
    }

    private static String quoted(String text) {
        return new JsonPrimitive(text).toString();
    }
}
