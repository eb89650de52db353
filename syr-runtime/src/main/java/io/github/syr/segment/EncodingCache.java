package io.github.syr.segment;

import io.github.syr.image.RgbImage;
import io.github.syr.io.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Embeddings of images by their pixels; those that were not used for longest go when they are too many. */
final class EncodingCache {

    private final long capacity;
    private final Map<String, float[]> embeddings = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    /** @param capacity in bytes; 0 keeps none */
    EncodingCache(long capacity) {
        this.capacity = capacity;
    }

    /** What an image is known by: its size and its pixels. */
    String key(RgbImage image) {
        if (capacity == 0) {
            return "";
        }
        MessageDigest digest = Sha256.digest();
        digest.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(image.width())
                .putInt(image.height())
                .flip());
        digest.update(image.pixels());
        return Sha256.hex(digest);
    }

    synchronized Optional<float[]> get(String key) {
        return Optional.ofNullable(embeddings.get(key));
    }

    /** Keeps an embedding, if it fits at all. */
    synchronized void put(String key, float[] embedding) {
        if (bytes(embedding) > capacity) {
            return;
        }
        float[] before = embeddings.put(key, embedding);
        held += bytes(embedding) - (before == null ? 0 : bytes(before));
        Iterator<float[]> oldest = embeddings.values().iterator();
        while (held > capacity) {
            held -= bytes(oldest.next());
            oldest.remove();
        }
    }

    private static long bytes(float[] embedding) {
        return (long) Float.BYTES * embedding.length;
    }
}
