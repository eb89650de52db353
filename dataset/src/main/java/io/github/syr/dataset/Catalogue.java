package io.github.syr.dataset;

import static io.github.syr.dataset.Material.Metal.GOLD;
import static io.github.syr.dataset.Material.Metal.PALE_GOLD;
import static io.github.syr.dataset.Material.Metal.PLATINUM;
import static io.github.syr.dataset.Material.Metal.ROSE;
import static io.github.syr.dataset.Material.Metal.SILVER;
import static io.github.syr.dataset.Pose.LEANING;
import static io.github.syr.dataset.Pose.LYING;
import static io.github.syr.dataset.Pose.OVERLAPPING;
import static io.github.syr.dataset.Pose.RECLINED;
import static io.github.syr.dataset.Pose.STACKED;
import static io.github.syr.dataset.Pose.THREE_QUARTER;
import static io.github.syr.dataset.Pose.UPRIGHT;
import static io.github.syr.dataset.Profile.BEVELLED;
import static io.github.syr.dataset.Profile.CONCAVE;
import static io.github.syr.dataset.Profile.COURT;
import static io.github.syr.dataset.Profile.DOUBLE;
import static io.github.syr.dataset.Profile.FLAT;
import static io.github.syr.dataset.Profile.KNIFE;
import static io.github.syr.dataset.Profile.STEPPED;

import io.github.syr.dataset.Material.Gem;
import io.github.syr.dataset.Material.Glossy;
import io.github.syr.dataset.Material.Metal;
import io.github.syr.dataset.Setting.Cabochon;
import io.github.syr.dataset.Setting.Claws;
import io.github.syr.dataset.Setting.Pave;
import java.util.ArrayList;
import java.util.List;

/**
 * All shots, split by split. The families (plain, engraved, solitaire, row of stones, signet and cabochon, twist, pair)
 * are the same in every split, and no design is in two.
 */
final class Catalogue {

    private final List<Shot> shots = new ArrayList<>();

    static List<Shot> shots() {
        Catalogue catalogue = new Catalogue();
        catalogue.train();
        catalogue.validation();
        catalogue.test();
        catalogue.unseen();
        return List.copyOf(catalogue.shots);
    }

    // spotless:off: a table
    private void train() {
        one("train", "band-gold-01", plain(GOLD, 8.6, 4.2, 2.1, COURT, 0.9), UPRIGHT, LYING);
        one("train", "band-silver-02", plain(SILVER, 8.8, 5.6, 2.2, FLAT, 0), THREE_QUARTER, LYING);
        one("train", "band-rose-03", plain(ROSE, 8.4, 3.4, 2.3, KNIFE, 1.1), UPRIGHT, THREE_QUARTER);
        one("train", "band-platinum-04", plain(PLATINUM.satin(), 9.0, 6.2, 2.3, BEVELLED, 0.8), RECLINED, LYING);
        one("train", "band-gold-05", RingDesign.of(Band.of(8.5, 7.0, 2.2, COURT, 0.8).tapered(0.45), PALE_GOLD),
                UPRIGHT, RECLINED);
        one("train", "engraved-gold-06", engraved(GOLD, Band.of(8.8, 5.4, 2.4, FLAT, 0), Relief.tendril(7, 1.35, 0.45, 0.3)
                .and(Relief.grooves(2.15, 0.2, 0.2))), THREE_QUARTER, LYING);
        one("train", "engraved-silver-07", engraved(SILVER, Band.of(8.6, 5.0, 2.4, COURT, 0.4),
                Relief.hammered(26, 2.2, 0.28, 7)), UPRIGHT, RECLINED);
        one("train", "engraved-rose-08", engraved(ROSE, Band.of(8.5, 4.8, 2.3, FLAT, 0),
                Relief.lozenges(22, 2.4, 0.32, 2.1)), RECLINED, LYING);
        one("train", "engraved-gold-09", engraved(PALE_GOLD, Band.of(8.7, 4.6, 2.4, FLAT, 0), Relief.milgrain(1.75, 0.42, 64)
                .and(Relief.grooves(0.9, 0.25, 0.25))), UPRIGHT, THREE_QUARTER);
        one("train", "solitaire-silver-10", plain(SILVER, 8.4, 2.6, 1.9, COURT, 0.5)
                .with(new Claws(2.9, 2.9, false, Gem.DIAMOND, 6, 0, 2.0)), UPRIGHT, LYING);
        one("train", "solitaire-gold-11", plain(GOLD, 8.4, 2.9, 1.9, COURT, 0.6)
                .with(new Claws(2.6, 3.3, true, Gem.SAPPHIRE, 4, 0, 1.9)), THREE_QUARTER, UPRIGHT);
        one("train", "trilogy-rose-12", plain(ROSE, 8.5, 2.8, 1.9, COURT, 0.5)
                .with(new Claws(2.3, 2.3, false, Gem.DIAMOND, 4, 0, 1.7))
                .with(new Claws(1.6, 1.6, false, Gem.RUBY, 4, 0.42, 1.2))
                .with(new Claws(1.6, 1.6, false, Gem.RUBY, 4, -0.42, 1.2)), UPRIGHT, THREE_QUARTER);
        one("train", "eternity-silver-13", row(SILVER, 8.6, 3.2, 2.2, new Pave(1.05, 12, 0.07, Gem.DIAMOND)), THREE_QUARTER, UPRIGHT);
        one("train", "row-gold-14", row(GOLD, 8.6, 4.0, 2.2, new Pave(1.25, 4, 0.07, Gem.EMERALD)), UPRIGHT, LYING);
        one("train", "signet-gold-15", signet(GOLD, Band.of(8.6, 4.4, 2.1, COURT, 0.7), 5.2, 6.0, 0.3), UPRIGHT, THREE_QUARTER);
        one("train", "cabochon-silver-16", plain(SILVER, 8.5, 3.6, 2.0, COURT, 0.6)
                .with(new Cabochon(4.0, 5.0, 2.7, Glossy.ONYX)), RECLINED, UPRIGHT);
        one("train", "twist-gold-17", RingDesign.of(new Strands(8.6, 0.95, 3, 9), GOLD), UPRIGHT, LYING);
        pair("train", "pair-gold-18", plain(GOLD, 9.4, 5.0, 2.0, COURT, 0.7), plain(GOLD, 8.4, 4.0, 2.0, COURT, 0.7),
                LEANING, OVERLAPPING);
    }

    private void validation() {
        one("validation", "band-silver-21", plain(SILVER, 8.7, 4.4, 2.4, CONCAVE, 0.5), UPRIGHT);
        one("validation", "band-rose-22", plain(ROSE.brushed(), 8.8, 5.8, 2.1, BEVELLED, 0.6), LYING);
        one("validation", "band-gold-23", RingDesign.of(Band.of(8.6, 3.6, 2.2, COURT, 0.8).waved(1.0, 3), GOLD),
                THREE_QUARTER);
        one("validation", "engraved-gold-24", engraved(GOLD, Band.of(8.6, 5.2, 2.4, COURT, 0.3),
                Relief.slanted(30, 0.8, 0.32, 2.0)), RECLINED);
        one("validation", "engraved-silver-25", engraved(PLATINUM, Band.of(8.8, 5.2, 2.4, FLAT, 0),
                Relief.braid(12, 1.05, 0.85, 0.5)), LYING);
        one("validation", "engraved-rose-26", engraved(ROSE, Band.of(8.5, 4.4, 2.5, FLAT, 0), Relief.flats(12, 0.35)), UPRIGHT);
        one("validation", "solitaire-gold-27", plain(PALE_GOLD, 8.4, 2.7, 1.9, COURT, 0.5)
                .with(new Claws(2.5, 3.2, false, Gem.AQUAMARINE, 4, 0, 1.9)), THREE_QUARTER);
        one("validation", "solitaire-silver-28", RingDesign.of(Band.of(8.4, 3.6, 2.1, KNIFE, 0.9).tapered(0.3), SILVER)
                .with(new Claws(2.7, 2.7, false, Gem.RUBY, 4, 0, 1.9)), UPRIGHT);
        one("validation", "eternity-rose-29", row(ROSE, 8.7, 3.0, 2.1, new Pave(0.95, 8, 0.07, Gem.DIAMOND)), RECLINED);
        one("validation", "signet-silver-30", signet(SILVER, Band.of(8.8, 4.0, 2.1, COURT, 0.7), 4.6, 5.0, 0.25), THREE_QUARTER);
        one("validation", "twist-rose-31", RingDesign.of(new Strands(8.5, 1.2, 2, 8), ROSE), UPRIGHT);
        pair("validation", "pair-silver-32", plain(SILVER, 9.3, 5.4, 2.0, COURT, 0.7),
                row(SILVER, 8.5, 3.8, 2.1, new Pave(0.9, 3, 0.07, Gem.DIAMOND)), LEANING);
    }

    private void test() {
        one("test", "band-gold-41", plain(GOLD, 8.6, 5.0, 2.2, STEPPED, 0.45), THREE_QUARTER);
        one("test", "band-silver-42", plain(SILVER, 8.7, 4.8, 2.3, DOUBLE, 0.7), UPRIGHT);
        one("test", "band-rose-43", RingDesign.of(Band.of(8.5, 6.0, 2.2, COURT, 0.9).tapered(0.35), ROSE.satin()),
                LYING);
        one("test", "engraved-silver-44", engraved(SILVER, Band.of(8.8, 5.2, 2.4, FLAT, 0), Relief.tendril(9, 1.1, 0.5, 0.3)
                .and(Relief.milgrain(2.1, 0.38, 70))), THREE_QUARTER);
        one("test", "engraved-gold-45", engraved(PALE_GOLD, Band.of(8.6, 5.6, 2.3, COURT, 0.5),
                Relief.hammered(20, 2.8, 0.32, 19)), LYING);
        one("test", "engraved-rose-46", engraved(ROSE, Band.of(8.5, 4.6, 2.4, BEVELLED, 0.5),
                Relief.slanted(44, -1.4, 0.3, 1.5)), UPRIGHT);
        one("test", "solitaire-gold-47", plain(GOLD, 8.4, 2.6, 2.0, COURT, 0.5)
                .with(new Claws(2.7, 2.7, false, Gem.DIAMOND, 4, 0, 2.0)), UPRIGHT);
        one("test", "solitaire-rose-48", plain(ROSE, 8.5, 2.9, 1.9, FLAT, 0)
                .with(new Claws(3.1, 2.5, true, Gem.AMETHYST, 4, 0, 1.9)), THREE_QUARTER);
        one("test", "eternity-gold-49", row(GOLD, 8.6, 3.4, 2.2, new Pave(1.1, 11, 0.07, Gem.DIAMOND)), RECLINED);
        one("test", "cabochon-silver-50", RingDesign.of(Band.of(8.5, 4.2, 2.0, COURT, 0.6).tapered(0.3), SILVER)
                .with(new Cabochon(4.4, 4.4, 2.6, Glossy.TURQUOISE)), THREE_QUARTER);
        one("test", "twist-silver-51", RingDesign.of(new Strands(8.6, 0.8, 4, 7), SILVER), RECLINED);
        pair("test", "pair-rose-52", plain(ROSE, 9.3, 4.6, 2.1, BEVELLED, 0.7),
                plain(ROSE, 8.4, 3.6, 2.0, BEVELLED, 0.6), LEANING);
    }

    private void unseen() {
        one("unseen", "band-gold-61", RingDesign.of(Band.of(8.7, 5.0, 2.3, COURT, 0.6)
                .engraved(Relief.grooves(1.3, 0.25, 0.3)), GOLD), THREE_QUARTER);
        one("unseen", "engraved-silver-62", engraved(SILVER, Band.of(8.7, 5.4, 2.4, FLAT, 0),
                Relief.braid(10, 1.2, 0.9, 0.5).and(Relief.milgrain(2.3, 0.34, 72))), RECLINED);
        one("unseen", "solitaire-platinum-63", plain(PLATINUM, 8.4, 2.7, 2.0, COURT, 0.5)
                .with(new Claws(2.5, 3.1, false, Gem.CITRINE, 4, 0, 1.9)), UPRIGHT);
        one("unseen", "cabochon-gold-64", plain(GOLD, 8.5, 3.8, 2.0, COURT, 0.6)
                .with(new Cabochon(3.6, 4.6, 2.6, Glossy.LAPIS)), LYING);
        pair("unseen", "pair-gold-65", plain(GOLD, 9.2, 4.8, 2.0, COURT, 0.6),
                plain(SILVER, 8.4, 4.0, 2.0, COURT, 0.6), STACKED);
    }
    // spotless:on

    private static RingDesign plain(
            Metal metal, double inner, double width, double thickness, Profile profile, double crown) {
        return RingDesign.of(Band.of(inner, width, thickness, profile, crown), metal);
    }

    private static RingDesign engraved(Metal metal, Band band, Relief relief) {
        return RingDesign.of(band.engraved(relief), metal);
    }

    private static RingDesign row(Metal metal, double inner, double width, double thickness, Pave pave) {
        double span = pave.stepAt(inner + thickness) * (pave.reach() + 0.5);
        Relief channel = Relief.channel(pave.stone() + 0.03, 0.45, span);
        return RingDesign.of(Band.of(inner, width, thickness, COURT, 0.2).engraved(channel), metal)
                .with(pave);
    }

    private static RingDesign signet(Metal metal, Band band, double a, double b, double line) {
        return RingDesign.of(new Signet(band.tapered(0.2), new Oval(a, b, 2.6, 0.5, 0.5), line), metal);
    }

    private void one(String split, String design, RingDesign ring, Pose... poses) {
        add(split, design, List.of(ring), poses);
    }

    private void pair(String split, String design, RingDesign first, RingDesign second, Pose... poses) {
        add(split, design, List.of(first, second), poses);
    }

    private void add(String split, String design, List<RingDesign> rings, Pose... poses) {
        for (int i = 0; i < poses.length; i++) {
            shots.add(Shot.of(split, design, String.valueOf((char) ('a' + i)), rings, poses[i], Shot.SIDES));
        }
    }
}
