package io.github.syr.dataset;

import java.util.List;

/**
 * Rings or other models where they come to rest, and the camera's height over the table for them.
 *
 * @param elevation of the camera over the horizon, degrees
 */
record Arrangement(Scene scene, double elevation) {

    private static final int COLUMNS = 72;

    static Arrangement of(List<? extends Model> models, Pose pose, SplitMix64 dice) {
        Model first = models.get(0);
        double sign = dice.sign();
        // broad rings are turned less, or their hole would close
        double narrow = 1 - Scalar.smoothStep(2.2, 5, first.halfWidth());
        return switch (pose) {
            case UPRIGHT ->
                alone(
                        Placement.turned(
                                first,
                                sign * dice.between(6, 18 + 8 * narrow),
                                dice.between(0, 6),
                                dice.between(-7, 7)),
                        dice.between(6, 16));
            case THREE_QUARTER ->
                alone(
                        Placement.turned(
                                first,
                                sign * dice.between(24, 32 + 12 * narrow),
                                dice.between(0, 8),
                                dice.between(-6, 6)),
                        dice.between(14, 26));
            case RECLINED ->
                alone(
                        Placement.turned(
                                first, sign * dice.between(8, 30), dice.between(22, 40), dice.between(-10, 10)),
                        dice.between(10, 24));
            case LYING -> alone(Placement.turned(first, 0, 90, 180 + sign * dice.between(8, 46)), dice.between(48, 64));
            case STANDING -> alone(Placement.turned(first, aside(dice, 4, 20), 0, 0), dice.between(9, 24));
            case STANDING_TURNED -> alone(Placement.turned(first, aside(dice, 20, 36), 0, 0), dice.between(16, 32));
            case LEANING -> leaning(first, models.get(1), sign * dice.between(14, 48), dice.between(0.62, 0.76), dice);
            case OVERLAPPING -> overlapping(first, models.get(1), sign, dice);
            case STACKED -> stacked(first, models.get(1), sign, dice);
        };
    }

    /** A turn that leaves what reaches out along x at the left or at the right, degrees. */
    private static double aside(SplitMix64 dice, double low, double high) {
        return (dice.sign() > 0 ? 0 : 180) + dice.sign() * dice.between(low, high);
    }

    private static Arrangement alone(Placement raised, double elevation) {
        return new Arrangement(new Scene(List.of(dropped(raised))), elevation);
    }

    private static Arrangement leaning(Model flat, Model leaning, double direction, double share, SplitMix64 dice) {
        Placement below = dropped(Placement.turned(flat, 0, 90, 180 + dice.between(-30, 30)));
        double offset = share * (flat.outer() + leaning.outer());
        double turn = StrictMath.toRadians(direction);
        Vec place = new Vec(offset * StrictMath.sin(turn), 0, offset * StrictMath.cos(turn));
        double roll = dice.between(-12, 12);
        // the steeper it stands, the sooner its foot is on the ground; at rest it touches ground and ring at once
        double steep = 25;
        double shallow = 90;
        for (int i = 0; i < 14; i++) {
            double recline = (steep + shallow) / 2;
            Placement raised =
                    Placement.turned(leaning, direction, recline, roll).movedTo(place);
            if (fall(raised, null) < fall(raised, below)) {
                steep = recline;
            } else {
                shallow = recline;
            }
        }
        Placement above = Placement.turned(leaning, direction, shallow, roll).movedTo(place);
        above = above.movedTo(place.minus(new Vec(0, Math.min(fall(above, null), fall(above, below)), 0)));
        Vec middle = place.times(0.5);
        return new Arrangement(
                new Scene(List.of(
                        below.movedTo(below.origin().minus(middle)),
                        above.movedTo(above.origin().minus(middle)))),
                dice.between(36, 50));
    }

    private static Arrangement overlapping(Model back, Model front, double sign, SplitMix64 dice) {
        double apart = back.halfWidth() + front.halfWidth() + dice.between(1.2, 2);
        double side = sign * dice.between(4.2, 6);
        double yaw = sign * dice.between(4, 14);
        Placement one = Placement.turned(back, yaw, 0, dice.between(-5, 5)).movedTo(new Vec(-side, 0, -apart / 2));
        Placement two = Placement.turned(front, yaw + dice.between(-4, 4), 0, dice.between(-5, 5))
                .movedTo(new Vec(side, 0, apart / 2));
        return new Arrangement(new Scene(List.of(dropped(one), dropped(two))), dice.between(12, 22));
    }

    private static Arrangement stacked(Model lower, Model upper, double sign, SplitMix64 dice) {
        Placement below = dropped(Placement.turned(lower, 0, 90, 180 + dice.between(-30, 30)));
        Vec shift = new Vec(sign * dice.between(4.5, 7), 0, dice.between(1, 3.5));
        Placement above =
                Placement.turned(upper, 0, 90, 180 + dice.between(-30, 30)).movedTo(shift);
        above = above.movedTo(shift.minus(new Vec(0, fall(above, below), 0)));
        Vec middle = shift.times(0.5);
        return new Arrangement(
                new Scene(List.of(
                        below.movedTo(below.origin().minus(middle)),
                        above.movedTo(above.origin().minus(middle)))),
                dice.between(46, 58));
    }

    private static Placement dropped(Placement raised) {
        return raised.movedTo(raised.origin().minus(new Vec(0, fall(raised, null), 0)));
    }

    /** How far a ring can fall before it touches the ring below it, or the ground where that is null. */
    private static double fall(Placement raised, Placement below) {
        double radius = raised.model().radius();
        double least = Double.MAX_VALUE;
        for (int row = 0; row < COLUMNS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                double x = raised.origin().x() + ((column + 0.5) / COLUMNS * 2 - 1) * radius;
                double z = raised.origin().z() + ((row + 0.5) / COLUMNS * 2 - 1) * radius;
                double deep = 100;
                double bottom = raised.trace(new Ray(new Vec(x, -deep, z), new Vec(0, 1, 0)), Placement.MISS) - deep;
                double floor = 0;
                if (below != null) {
                    floor = deep - below.trace(new Ray(new Vec(x, deep, z), new Vec(0, -1, 0)), Placement.MISS);
                }
                if (bottom < deep && floor > -deep) {
                    least = Math.min(least, bottom - floor);
                }
            }
        }
        return least;
    }
}
