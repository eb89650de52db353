package io.github.syr.dataset;

/**
 * Wires twisted around each other into a hoop.
 *
 * @param inner radius of the finger hole, mm
 * @param wire radius of one wire, mm
 * @param count number of wires
 * @param turns how often they go around each other
 */
record Strands(double inner, double wire, int count, int turns) implements Shape {

    double outer() {
        return inner + 2 * (wire + offset());
    }

    /** From the middle of the twist to a wire's middle: neighbours just press into each other. */
    private double offset() {
        return 0.92 * wire / StrictMath.sin(StrictMath.PI / count);
    }

    @Override
    public double distance(double x, double y, double z) {
        double r = Math.sqrt(x * x + y * y) - inner - wire - offset();
        double tube = Math.sqrt(r * r + z * z) - wire - offset();
        if (tube > 0.5) {
            return tube;
        }
        double angle = StrictMath.atan2(x, y) * turns;
        double d = Double.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            double phase = angle + 2 * StrictMath.PI * i / count;
            double dr = r - offset() * StrictMath.cos(phase);
            double dz = z - offset() * StrictMath.sin(phase);
            d = Math.min(d, Math.sqrt(dr * dr + dz * dz) - wire);
        }
        return 0.75 * d;
    }
}
