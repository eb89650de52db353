package io.github.syr.testing;

import java.nio.charset.StandardCharsets;

/** The weights of the reference files: FNV-1a and splitmix64 of a tensor's name; see {@code parity/README.md}. */
public final class FormulaWeights {

    private FormulaWeights() {}

    /** {@code n} numbers in [-1, 1), multiples of 2^-23. */
    public static float[] uniform(String name, int n) {
        long h = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xFF)) * 0x100000001B3L;
        }
        float[] u = new float[n];
        for (int i = 0; i < n; i++) {
            long z = h + (i + 1) * 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            z = z ^ z >>> 31;
            u[i] = (float) ((z >>> 40) * 0x1p-23 - 1.0);
        }
        return u;
    }

    /** {@code factor * uniform(name, n)}. */
    public static float[] scaled(String name, int n, float factor) {
        return scaled(uniform(name, n), 0, factor);
    }

    /** A model's tensor, scaled by its kind, row-major. */
    public static float[] tensor(String name, long... shape) {
        int elements = 1;
        for (long length : shape) {
            elements = Math.toIntExact(elements * length);
        }
        float[] u = uniform(name, elements);
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (shape.length == 1 && last.equals("weight")) {
            return scaled(u, 1, 0.1f);
        }
        if (shape.length == 1) {
            return scaled(u, 0, 0.02f);
        }
        if (last.equals("weight") && name.contains("embed") && shape.length == 2
                || name.contains("rel_pos")
                || name.contains("pos_embed")
                || name.contains("token")) {
            return scaled(u, 0, 0.1f);
        }
        if (name.contains("gaussian_matrix")) {
            return u;
        }
        double fanIn = 1;
        for (int i = 1; i < shape.length; i++) {
            fanIn *= shape[i];
        }
        return scaled(u, 0, (float) Math.sqrt(3.0 / fanIn));
    }

    private static float[] scaled(float[] u, float offset, float factor) {
        for (int i = 0; i < u.length; i++) {
            u[i] = offset + factor * u[i];
        }
        return u;
    }
}
