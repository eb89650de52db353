package io.github.syr.dataset;

import java.util.List;

/**
 * One picture to take.
 *
 * @param split train, validation, test or unseen
 * @param design what is in the picture; all its views are in one split
 * @param view a letter that tells views of a design apart
 * @param share the longer side of the models' box as a share of the picture's longer side
 */
record Shot(
        String split,
        String design,
        String view,
        List<? extends Model> models,
        Pose pose,
        int width,
        int height,
        double share) {

    /** Longer sides in pixels and how often they come: mostly small, or the repository would grow. */
    static final List<Integer> SIDES = List.of(640, 640, 680, 720, 720, 760, 800, 800, 840, 900, 960, 1000, 1200);

    /** The same for pictures that are only trained on to compare trainings. */
    static final List<Integer> SMALL_SIDES = List.of(320, 352, 384, 416, 448, 480);

    private static final List<Double> ASPECTS = List.of(1.0, 4 / 3.0, 5 / 4.0, 3 / 2.0, 4 / 3.0);

    static Shot of(
            String split, String design, String view, List<? extends Model> models, Pose pose, List<Integer> sides) {
        SplitMix64 dice = SplitMix64.of("frame of " + design + "_" + view);
        int side = dice.oneOf(sides);
        int shorter = (int) (side / dice.oneOf(ASPECTS));
        boolean portrait = dice.sign() > 0;
        return new Shot(
                split,
                design,
                view,
                models,
                pose,
                portrait ? shorter : side,
                portrait ? side : shorter,
                dice.between(0.60, 0.84));
    }

    /** The file's name without its ending. */
    String name() {
        return design + "_" + view;
    }
}
