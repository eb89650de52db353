package io.github.syr.testing;

import io.github.syr.checkpoint.FloatTensor;
import java.nio.charset.StandardCharsets;

/** The goldens' weights, each a formula of its tensor's name: {@code parity/README.md} says it in words. */
public final class Formula {

    private Formula() {}

    /** A model's tensor. */
    public static FloatTensor tensor(String name, long[] shape) {
        int n = 1;
        for (long length : shape) {
            n *= (int) length;
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        boolean weight = last.equals("weight");
        float[] values;
        if (shape.length == 1 && weight) {
            values = scaled(name, n, 0.1f);
            for (int i = 0; i < n; i++) {
                values[i] = 1 + values[i];
            }
        } else if (shape.length == 1) {
            values = scaled(name, n, 0.02f);
        } else if (weight && name.contains("embed") && shape.length == 2 || name.contains("rel_pos") || name.contains("pos_embed")
                || name.contains("token")) {
            values = scaled(name, n, 0.1f);
        } else if (name.contains("gaussian_matrix")) {
            values = scaled(name, n, 1);
        } else {
            long fan = 1;
            for (int i = 1; i < shape.length; i++) {
                fan *= shape[i];
            }
            values = scaled(name, n, (float) Math.sqrt(3.0 / fan));
        }
        return FloatTensor.of(shape, values);
    }

    /** {@code factor · u}, u in [-1, 1): splitmix64's finaliser of FNV-1a 64 and the index. */
    public static float[] scaled(String name, int n, float factor) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xFF) * 0x100000001B3L;
        }
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            long z = hash + (i + 1L) * 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            z = z ^ z >>> 31;
            values[i] = factor * (float) ((z >>> 40) * (2.0 / (1 << 24)) - 1.0);
        }
        return values;
    }
}
