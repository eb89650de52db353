package io.github.syr.dataset;

/** An ellipsoid; a cabochon is the upper half of one, and its collar hides the rest. */
record Dome(double a, double height, double b) implements Shape {

    @Override
    public double distance(double x, double y, double z) {
        double u = x / a;
        double v = y / height;
        double w = z / b;
        double k0 = Math.sqrt(u * u + v * v + w * w);
        double k1 = Math.sqrt(u * u / (a * a) + v * v / (height * height) + w * w / (b * b));
        return k1 == 0 ? -Math.min(height, Math.min(a, b)) : 0.9 * k0 * (k0 - 1) / k1;
    }
}
