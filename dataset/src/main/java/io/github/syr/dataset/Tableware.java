package io.github.syr.dataset;

import java.util.List;

/**
 * A piece of tableware in one material, modelled at about a quarter of its natural size: studio, lens and shadows are
 * made for things as large as rings.
 *
 * @param radius of a ball around the origin that holds it, mm
 * @param halfWidth how far anything reaches along z, mm
 */
record Tableware(List<Part> parts, Vec tint, double radius, double halfWidth) implements Model {

    static Tableware of(Vessel vessel, Material material) {
        return of(vessel, material, ball(vessel, vessel.widest()), vessel.widest());
    }

    /** A vessel whose handle reaches so many millimetres from the axis. */
    static Tableware of(Vessel vessel, Wire handle, double reach, Material material) {
        return of(new Handled(vessel, handle), material, ball(vessel, reach), vessel.widest());
    }

    /** A bent wire that lies within a ball of the given radius. */
    static Tableware of(Wire wire, double radius, Material material) {
        return of(wire, material, radius, wire.halfWidth() + 0.05);
    }

    /** A wire on a foot. */
    static Tableware of(Wire wire, Oval foot, double radius, Material material) {
        Shape both = (x, y, z) -> 0.9 * Scalar.smoothMin(wire.distance(x, y, z), foot.distance(x, y, z), 0.8);
        return of(both, material, radius, foot.b() + 0.05);
    }

    private static double ball(Vessel vessel, double reach) {
        return Math.sqrt(reach * reach + vessel.height() * vessel.height() / 4) + 0.1;
    }

    private static Tableware of(Shape shape, Material material, double radius, double halfWidth) {
        return new Tableware(List.of(new Part(shape, material, Vec.ZERO, radius)), material.tint(), radius, halfWidth);
    }

    @Override
    public double outer() {
        return radius;
    }

    /**
     * More than rings need: a ray goes a long way along a smooth side before it meets it, or the mask gets pinholes.
     */
    @Override
    public int steps() {
        return 500;
    }
}
