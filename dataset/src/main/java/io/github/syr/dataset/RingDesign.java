package io.github.syr.dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * A ring as its maker sees it: a body with whatever is set on it.
 *
 * @param parts all pieces, in the ring's coordinates
 * @param outer radius of the body's highest line, mm: where settings stand
 * @param radius of a ball around the origin that holds the ring, mm
 * @param halfWidth how far anything reaches along the finger, mm
 */
record RingDesign(List<Part> parts, Material.Metal metal, double outer, double radius, double halfWidth)
        implements Model {

    static RingDesign of(Band band, Material.Metal metal) {
        return of(band, metal, band.outer(), band.outer() + 0.3, band.width() / 2 + band.wave() + 0.05);
    }

    static RingDesign of(Strands strands, Material.Metal metal) {
        double half = (strands.outer() - strands.inner()) / 2;
        return of(strands, metal, strands.outer(), strands.outer() + 0.05, half + 0.05);
    }

    static RingDesign of(Signet signet, Material.Metal metal) {
        Oval plate = signet.plate();
        double high = signet.band().outer() + plate.height();
        double half = Math.max(signet.band().width() / 2, plate.b()) + 0.6;
        return of(signet, metal, high, Math.sqrt(high * high + plate.a() * plate.a()) + 0.3, half);
    }

    private static RingDesign of(Shape body, Material.Metal metal, double outer, double radius, double halfWidth) {
        double ball = Math.sqrt(radius * radius + halfWidth * halfWidth);
        return new RingDesign(List.of(new Part(body, metal, Vec.ZERO, ball)), metal, outer, ball, halfWidth);
    }

    RingDesign with(Setting setting) {
        List<Part> all = new ArrayList<>(parts);
        all.addAll(setting.parts(outer, metal));
        double farthest = radius;
        double widest = halfWidth;
        for (Part part : all.subList(parts.size(), all.size())) {
            farthest = Math.max(farthest, part.centre().length() + part.radius());
            // what goes all around the ring is no wider than the body
            if (part.centre().length() > 0) {
                widest = Math.max(widest, part.radius());
            }
        }
        return new RingDesign(List.copyOf(all), metal, outer, farthest, widest);
    }

    @Override
    public Vec tint() {
        return metal.tint();
    }
}
