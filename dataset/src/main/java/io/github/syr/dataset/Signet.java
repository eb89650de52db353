package io.github.syr.dataset;

/**
 * A band that grows into a plate at the top.
 *
 * @param plate modelled with its origin on the band's highest line
 * @param line depth of the line engraved along the plate's rim, mm; none if zero
 */
record Signet(Band band, Oval plate, double line) implements Shape {

    private static final double BLEND = 3.2;

    @Override
    public double distance(double x, double y, double z) {
        double hoop = band.distance(x, y, z);
        double local = y - band.outer();
        double top = plate.distance(x, local, z);
        if (line > 0) {
            double rim = Oval.outline(plate.a(), plate.b(), x, z);
            double face = Scalar.smoothStep(-0.9, -0.2, local - plate.height());
            top += line
                    * face
                    * (Scalar.bell(rim + 1.0, 0.22)
                            + Scalar.bell(rim + 1.7, 0.22)
                            + Scalar.bell(x, 0.3) * (rim < -2.2 ? 1 : 0)
                            + Scalar.bell(z, 0.3) * (rim < -2.2 ? 1 : 0));
        }
        double joined = Scalar.smoothMin(hoop, top, BLEND);
        // the plate and the blend must not reach into the finger hole
        return 0.8 * Scalar.smoothMax(joined, band.inner() - Math.sqrt(x * x + y * y), 0.3);
    }
}
