package io.github.syr.dataset;

import java.util.ArrayList;
import java.util.List;

/** A cut stone: the convex solid that its facets enclose. Its girdle lies in the x-z plane, its table looks along y. */
final class Facets implements Shape {

    private static final double GIRDLE = 0.03;

    private final double[] nx;
    private final double[] ny;
    private final double[] nz;
    private final double[] offset;
    private final double bound;

    /** What a ray inside the stone meets next: how far away, and the facet's outward normal. */
    record Exit(double distance, Vec normal) {}

    private record Facet(Vec normal, double offset) {

        /** A facet with the given tilt from the upright that looks towards {@code turn} and holds (radius, height). */
        static Facet through(double tilt, double turn, double radius, double height) {
            double s = StrictMath.sin(StrictMath.toRadians(tilt));
            double c = StrictMath.cos(StrictMath.toRadians(tilt));
            Vec normal = new Vec(s * StrictMath.cos(turn), c, s * StrictMath.sin(turn));
            return new Facet(normal, s * radius + c * height);
        }
    }

    private Facets(List<Facet> facets, double a, double b, double bound) {
        int count = facets.size();
        nx = new double[count];
        ny = new double[count];
        nz = new double[count];
        offset = new double[count];
        double scale = Math.min(a, b);
        for (int i = 0; i < count; i++) {
            Facet f = facets.get(i);
            Vec stretched = new Vec(f.normal.x() / a, f.normal.y() / scale, f.normal.z() / b);
            double length = stretched.length();
            nx[i] = stretched.x() / length;
            ny[i] = stretched.y() / length;
            nz[i] = stretched.z() / length;
            offset[i] = f.offset / length;
        }
        this.bound = bound;
    }

    /** A round or oval brilliant with half axes {@code a} along x and {@code b} along z, mm. */
    static Facets brilliant(double a, double b) {
        List<Facet> f = new ArrayList<>();
        double eighth = StrictMath.PI / 4;
        f.add(Facet.through(0, 0, 0, 0.36));
        for (int i = 0; i < 8; i++) {
            f.add(Facet.through(35, i * eighth, 1, GIRDLE));
            f.add(Facet.through(22, (i + 0.5) * eighth, 0.62, 0.34));
            f.add(Facet.through(139, i * eighth, 1, -GIRDLE));
        }
        for (int i = 0; i < 16; i++) {
            double turn = (i + 0.5) * eighth / 2;
            f.add(Facet.through(41, turn, 0.985, GIRDLE));
            f.add(Facet.through(137, turn, 0.985, -GIRDLE));
            f.add(Facet.through(90, turn, 0.99, 0));
        }
        return new Facets(f, a, b, Math.max(a, b) * 1.1);
    }

    /** A rectangular step cut with blunted corners and half axes {@code a} and {@code b}, mm. */
    static Facets emerald(double a, double b) {
        List<Facet> f = new ArrayList<>();
        f.add(Facet.through(0, 0, 0, 0.38));
        for (int i = 0; i < 8; i++) {
            double turn = i * StrictMath.PI / 4;
            double out = i % 2 == 0 ? 1 : 1.16;
            f.add(Facet.through(90, turn, out, 0));
            f.add(Facet.through(55, turn, out, 0.06));
            f.add(Facet.through(38, turn, out - 0.13, 0.16));
            f.add(Facet.through(125, turn, out, -0.05));
            f.add(Facet.through(137, turn, out - 0.14, -0.24));
            f.add(Facet.through(148, turn, out - 0.36, -0.46));
        }
        return new Facets(f, a, b, Math.max(a, b) * 1.5);
    }

    @Override
    public double distance(double x, double y, double z) {
        double ball = Math.sqrt(x * x + y * y + z * z) - bound;
        if (ball > 0.5) {
            return ball;
        }
        double d = -Double.MAX_VALUE;
        for (int i = 0; i < nx.length; i++) {
            d = Math.max(d, nx[i] * x + ny[i] * y + nz[i] * z - offset[i]);
        }
        return d;
    }

    /** The outward normal of the facet that a point on the surface lies on. */
    Vec normalAt(Vec p) {
        int best = 0;
        double d = -Double.MAX_VALUE;
        for (int i = 0; i < nx.length; i++) {
            double h = nx[i] * p.x() + ny[i] * p.y() + nz[i] * p.z() - offset[i];
            if (h > d) {
                d = h;
                best = i;
            }
        }
        return new Vec(nx[best], ny[best], nz[best]);
    }

    /** Where a ray that starts inside leaves. */
    Exit exit(Vec from, Vec direction) {
        int best = 0;
        double nearest = Double.MAX_VALUE;
        for (int i = 0; i < nx.length; i++) {
            double speed = nx[i] * direction.x() + ny[i] * direction.y() + nz[i] * direction.z();
            if (speed > 1e-9) {
                double height = offset[i] - nx[i] * from.x() - ny[i] * from.y() - nz[i] * from.z();
                double t = Math.max(0, height / speed);
                if (t < nearest) {
                    nearest = t;
                    best = i;
                }
            }
        }
        return new Exit(nearest, new Vec(nx[best], ny[best], nz[best]));
    }
}
