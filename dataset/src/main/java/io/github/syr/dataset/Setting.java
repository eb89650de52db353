package io.github.syr.dataset;

import java.util.ArrayList;
import java.util.List;

/** Something set on the body of a ring. */
sealed interface Setting {

    /**
     * The pieces of the setting.
     *
     * @param outer radius of the line that it stands on, mm
     * @param metal what its claws and collars are made of
     */
    List<Part> parts(double outer, Material.Metal metal);

    /**
     * A stone held up by claws.
     *
     * @param a half axis of the stone around the ring, mm
     * @param b half axis along the finger, mm
     * @param step whether it is step cut; else it is a brilliant
     * @param claws how many; four stand at the corners
     * @param angle from the top, radians
     * @param lift from the body up to the girdle, mm
     */
    record Claws(double a, double b, boolean step, Material.Gem gem, int claws, double angle, double lift)
            implements Setting {

        @Override
        public List<Part> parts(double outer, Material.Metal metal) {
            Frame seat = Frame.at(angle, outer + lift);
            Vec centre = seat.ringDirection(new Vec(0, outer + lift, 0));
            double reach = 1.5 * Math.max(a, b) + 0.5;
            double small = Math.min(a, b);
            double wire = 0.16 + 0.09 * small;
            double out = step ? 1.13 : 1.02;
            List<Part> parts = new ArrayList<>();
            Facets cut = step ? Facets.emerald(a, b) : Facets.brilliant(a, b);
            parts.add(new Part(new Seated(cut, seat), gem, centre, reach));
            for (int i = 0; i < claws; i++) {
                double turn = 2 * StrictMath.PI * (i + 0.5) / claws;
                double c = StrictMath.cos(turn) * a;
                double s = StrictMath.sin(turn) * b;
                Vec foot = new Vec(0.42 * c, -lift - 0.3, 0.42 * s);
                Vec girdle = new Vec(out * c, 0.05 * small, out * s);
                Vec tip = new Vec(0.86 * out * c, 0.27 * small, 0.86 * out * s);
                add(parts, new Claw(foot, girdle, wire), seat, metal, centre, reach + lift);
                add(parts, new Claw(girdle, tip, wire), seat, metal, centre, reach);
            }
            add(parts, new Lowered(new Hoop(0.72 * a, 0.72 * b, 0.8 * wire), 0.45 * small), seat, metal, centre, reach);
            return parts;
        }
    }

    /**
     * A polished dome in a collar.
     *
     * @param a half axis around the ring, mm
     * @param b half axis along the finger, mm
     * @param height of the dome over the collar's floor, mm
     */
    record Cabochon(double a, double b, double height, Material.Glossy stone) implements Setting {

        @Override
        public List<Part> parts(double outer, Material.Metal metal) {
            Frame seat = Frame.at(0, outer + 0.35);
            Vec centre = new Vec(0, outer + 0.35, 0);
            double reach = Math.max(Math.max(a, b), height) + 1.2;
            List<Part> parts = new ArrayList<>();
            add(parts, new Collet(a + 0.5, b + 0.5, 1.7, 0.75), seat, metal, centre, reach + 0.8);
            add(parts, new Dome(a - 0.02, height, b - 0.02), seat, stone, centre, reach);
            return parts;
        }
    }

    /**
     * A row of small brilliants sunk into the body, with beads between them.
     *
     * @param stone radius of one, mm
     * @param reach how many to either side of the top one
     * @param spread share of room between stones
     */
    record Pave(double stone, int reach, double spread, Material.Gem gem) implements Setting {

        @Override
        public List<Part> parts(double outer, Material.Metal metal) {
            double step = stepAt(outer);
            double radius = outer + 0.05 * stone;
            Row stones = new Row(Facets.brilliant(stone, stone), radius, step, reach, 1.1 * stone);
            double side = radius * step / 2;
            double bead = 0.24 * stone;
            Shape beads = (x, y, z) -> {
                double dx = Math.abs(x) - side;
                double dy = y - 0.12 * stone;
                double dz = Math.abs(z) - 0.72 * stone;
                return Math.sqrt(dx * dx + dy * dy + dz * dz) - bead;
            };
            double ball = radius + stone;
            return List.of(
                    new Part(stones, gem, Vec.ZERO, ball),
                    new Part(new Row(beads, radius, step, reach, 1.6 * stone), metal, Vec.ZERO, ball));
        }

        /** The angle from stone to stone, radians. */
        double stepAt(double outer) {
            return 2 * stone * (1 + spread) / outer;
        }
    }

    /** A shape moved towards the axis by {@code depth} millimetres. */
    record Lowered(Shape shape, double depth) implements Shape {

        @Override
        public double distance(double x, double y, double z) {
            return shape.distance(x, y + depth, z);
        }
    }

    private static void add(List<Part> parts, Shape shape, Frame seat, Material material, Vec centre, double reach) {
        parts.add(new Part(new Seated(shape, seat), material, centre, reach));
    }
}
