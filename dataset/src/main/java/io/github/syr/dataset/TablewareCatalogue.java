package io.github.syr.dataset;

import static io.github.syr.dataset.Material.Ceramic.BLACK;
import static io.github.syr.dataset.Material.Ceramic.CELADON;
import static io.github.syr.dataset.Material.Ceramic.CLAY;
import static io.github.syr.dataset.Material.Ceramic.COBALT;
import static io.github.syr.dataset.Material.Ceramic.CREAM;
import static io.github.syr.dataset.Material.Ceramic.MUSTARD;
import static io.github.syr.dataset.Material.Ceramic.OXBLOOD;
import static io.github.syr.dataset.Material.Ceramic.PINK;
import static io.github.syr.dataset.Material.Ceramic.SLATE;
import static io.github.syr.dataset.Material.Ceramic.TEAL;
import static io.github.syr.dataset.Material.Ceramic.WHITE;
import static io.github.syr.dataset.Material.Ceramic.glazed;
import static io.github.syr.dataset.Material.Ceramic.matte;
import static io.github.syr.dataset.Material.Metal.GOLD;
import static io.github.syr.dataset.Material.Metal.PLATINUM;
import static io.github.syr.dataset.Material.Metal.ROSE;
import static io.github.syr.dataset.Material.Metal.SILVER;
import static io.github.syr.dataset.Pose.LYING;
import static io.github.syr.dataset.Pose.STANDING;
import static io.github.syr.dataset.Pose.STANDING_TURNED;
import static io.github.syr.dataset.Pose.THREE_QUARTER;
import static io.github.syr.dataset.Pose.UPRIGHT;

import java.util.ArrayList;
import java.util.List;

/**
 * All shots of tableware, split by split. The families are the same in every split, and no design is in two: jugs and
 * mugs have a handle around a hole; bottles and vases have none; cups have a handle with a free end, and hooks and
 * cuffs are open as well, so that their gap is not a hole.
 */
final class TablewareCatalogue {

    private final List<Shot> shots = new ArrayList<>();

    static List<Shot> shots() {
        TablewareCatalogue catalogue = new TablewareCatalogue();
        catalogue.train();
        catalogue.validation();
        catalogue.test();
        return List.copyOf(catalogue.shots);
    }

    // spotless:off: a table
    private void train() {
        add("train", "jug-white-01", Tableware.of(Vessel.of(22, 0.6, 5.4, 7.2, 7.8, 6.8, 5.2, 4.8, 5.6).withLip(2.2),
                ear(4.5, 8.5, 15, 3, 5).wire(0.85), 13, glazed(WHITE)), STANDING, STANDING_TURNED);
        add("train", "jug-steel-02", Tableware.of(Vessel.of(21, 0.4, 7.4, 7.0, 6.5, 6.0, 5.6, 5.4).withLip(2.6),
                square(5.0, 7.5, 2.4, 1.6, 8).strap(0.4, 1.3), 11, SILVER.satin()), STANDING, STANDING_TURNED);
        add("train", "mug-cobalt-03", Tableware.of(Vessel.of(17, 0.7, 6.9, 7.4, 7.5, 7.5, 7.5),
                square(7, 4.8, 1.2, 3.4, 2.6).strap(0.6, 1.0), 13, glazed(COBALT)), STANDING, STANDING_TURNED);
        add("train", "mug-clay-04", Tableware.of(Vessel.of(15, 0.8, 5.6, 7.6, 8.0, 7.4, 6.9),
                round(6.9, 1.5, 4.1).wire(0.85), 14, matte(CLAY).dipped(CREAM, 0.5)), STANDING_TURNED, STANDING);
        add("train", "cup-teal-05", Tableware.of(Vessel.of(13, 0.55, 4.0, 5.8, 6.9, 7.4, 7.7),
                drooping(7, 4.2, 1.6, 3.2, -150).wire(0.7), 13, glazed(TEAL)), STANDING, STANDING);
        add("train", "cup-mustard-06", Tableware.of(Vessel.of(16, 0.7, 6.6, 6.6, 6.6, 6.6),
                rising(6.2, -4.5, 1.6, 3.2, 7).strap(0.55, 1.1), 12.5, glazed(MUSTARD)), STANDING, STANDING);
        add("train", "bottle-slate-07", Tableware.of(Vessel.of(25, 0.5, 4.6, 5.0, 5.0, 5.0, 4.8, 3.4, 1.9, 1.6, 1.7, 2.0),
                matte(SLATE)), STANDING, STANDING_TURNED);
        add("train", "bottle-copper-08", Tableware.of(Vessel.of(24, 0.4, 5.6, 6.0, 6.0, 5.4, 3.4, 2.1, 1.9, 2.1), ROSE.satin()),
                STANDING, STANDING_TURNED);
        add("train", "vase-celadon-09", Tableware.of(Vessel.of(22, 0.6, 3.6, 5.4, 7.4, 8.0, 6.6, 4.0, 3.4, 4.8), glazed(CELADON)),
                STANDING, STANDING_TURNED);
        add("train", "hook-steel-10", Tableware.of(ess(3.2, 6, 4, 1.5).wire(0.75), 10.5, PLATINUM), LYING, LYING);
        add("train", "hook-black-11", Tableware.of(Wire.from(-4, -0.3, 90).line(12).bend(4.4, -190).wire(0.7),
                new Oval(6, 5, 0.9, 0.4, 0.5), 18, matte(BLACK)), STANDING, STANDING_TURNED);
        add("train", "cuff-gold-12", Tableware.of(cuff(8, 70, 55).strap(0.5, 2.8), 9, GOLD), UPRIGHT, LYING);
    }

    private void validation() {
        add("validation", "jug-oxblood-21", Tableware.of(Vessel.of(21, 0.6, 5.8, 7.6, 8.0, 7.2, 5.6, 5.2, 5.8).withLip(1.8),
                ear(5, 7.6, 30, 3.4, 3.5).strap(0.6, 1.1), 14, glazed(OXBLOOD)), STANDING);
        add("validation", "mug-cream-22", Tableware.of(Vessel.of(18, 0.7, 6.2, 6.6, 6.8, 6.8, 7.0),
                square(6.4, 5.4, 1, 3, 4.4).wire(0.8), 12.5, glazed(CREAM).dipped(CLAY, -5.5)), STANDING_TURNED);
        add("validation", "mug-steel-23", Tableware.of(Vessel.of(15, 0.4, 7, 7, 7, 7),
                square(6.7, 4.2, 2.2, 1.8, 4.6).strap(0.4, 1.4), 12, PLATINUM.satin()), STANDING);
        add("validation", "cup-pink-24", Tableware.of(Vessel.of(14, 0.6, 4.6, 6.8, 7.4, 7.2, 7.2),
                drooping(6.8, 4.4, 2, 2.9, -140).strap(0.5, 0.9), 13, glazed(PINK)), STANDING);
        add("validation", "bottle-white-25", Tableware.of(Vessel.of(25, 0.5, 5.4, 6.2, 5.6, 4.2, 2.8, 2.0, 1.8, 2.4), glazed(WHITE)),
                STANDING);
        add("validation", "vase-black-26", Tableware.of(Vessel.of(20, 0.7, 6.6, 7.8, 7.0, 4.8, 3.6, 4.4, 6.2), matte(BLACK)),
                STANDING_TURNED);
        add("validation", "hook-copper-27", Tableware.of(Wire.from(-3, 8, -90).line(11).bend(3.8, 200).line(1).wire(0.9), 11, ROSE), LYING);
        add("validation", "cuff-silver-28", Tableware.of(cuff(7.6, 80, 30).strap(0.45, 2.2), 8.5, SILVER), THREE_QUARTER);
    }

    private void test() {
        add("test", "jug-celadon-41", Tableware.of(Vessel.of(23, 0.6, 5.0, 5.6, 6.4, 7.0, 6.2, 4.6, 4.4, 5.4).withLip(2),
                ear(4.2, 9.4, 20, 3, 5.5).strap(0.55, 1.2), 13, glazed(CELADON).dipped(CLAY, -8.5)), STANDING_TURNED);
        add("test", "jug-copper-42", Tableware.of(Vessel.of(20, 0.4, 7.0, 7.2, 6.6, 5.4, 4.8, 5.4).withLip(2.4),
                ear(4.6, 7.4, 10, 2.6, 5).wire(0.75), 13, ROSE), STANDING);
        add("test", "mug-teal-43", Tableware.of(Vessel.of(16, 0.7, 7.6, 7.2, 6.9, 6.8, 6.9),
                round(6, 0.5, 4.6).strap(0.6, 0.95), 14, matte(TEAL)), STANDING_TURNED);
        add("test", "cup-white-44", Tableware.of(Vessel.of(15, 0.6, 5.8, 6.4, 6.8, 7.0, 7.2),
                rising(6.2, -3.6, 2, 2.8, 5).wire(0.75), 13, glazed(WHITE)), STANDING);
        add("test", "bottle-mustard-45", Tableware.of(Vessel.of(24, 0.6, 5.2, 5.4, 5.4, 5.2, 3.6, 2.4, 2.3, 2.6), glazed(MUSTARD).dipped(SLATE, -4)),
                STANDING_TURNED);
        add("test", "vase-silver-46", Tableware.of(Vessel.of(22, 0.4, 5, 4.0, 4.4, 6.0, 7.0, 6.0, 4.6, 5.6), SILVER.satin()), STANDING);
        add("test", "hook-white-47", Tableware.of(ess(4, 4, 3.2, 2.5).strap(0.6, 1.1), 11, glazed(WHITE)), LYING);
        add("test", "cuff-oxblood-48", Tableware.of(cuff(8.2, 75, 120).strap(0.65, 3.2), 9.5, matte(OXBLOOD)), UPRIGHT);
    }
    // spotless:on

    /** A handle with four corners; all lengths in mm. */
    private static Wire.Path square(double x, double y, double out, double corner, double down) {
        return Wire.from(x, y, 0)
                .line(out)
                .bend(corner, -90)
                .line(down)
                .bend(corner, -90)
                .line(out + 1.2);
    }

    /** A handle that rises from the neck and comes back to the belly. */
    private static Wire.Path ear(double x, double y, double rise, double corner, double down) {
        return Wire.from(x, y, rise)
                .line(2)
                .bend(corner, -75 - rise)
                .line(down)
                .bend(corner, -95)
                .line(3);
    }

    /** A handle that is most of a circle around a point outside the body. */
    private static Wire.Path round(double x, double y, double radius) {
        return Wire.from(x, y + radius, 15).bend(radius, -210);
    }

    /** A handle that hangs down and ends free. */
    private static Wire.Path drooping(double x, double y, double out, double radius, double angle) {
        return Wire.from(x, y, 0).line(out).bend(radius, angle);
    }

    /** A handle that starts low, goes up and ends free. */
    private static Wire.Path rising(double x, double y, double out, double radius, double up) {
        return Wire.from(x, y, 0).line(out).bend(radius, 90).line(up);
    }

    /** A hook at either end of a straight piece. */
    private static Wire.Path ess(double small, double straight, double large, double tip) {
        return Wire.from(-2 * small, straight / 2, 90)
                .bend(small, -180)
                .line(straight)
                .bend(large, 180)
                .line(tip);
    }

    /** Most of a circle; the gap and where it is, counted from +x to +y, in degrees. */
    private static Wire.Path cuff(double radius, double gap, double direction) {
        double start = direction + gap / 2;
        double turn = StrictMath.toRadians(start);
        return Wire.from(radius * StrictMath.cos(turn), radius * StrictMath.sin(turn), start + 90)
                .bend(radius, 360 - gap);
    }

    private void add(String split, String design, Tableware ware, Pose... poses) {
        for (int i = 0; i < poses.length; i++) {
            String view = String.valueOf((char) ('a' + i));
            shots.add(Shot.of(split, design, view, List.of(ware), poses[i], Shot.SMALL_SIDES));
        }
    }
}
