package io.github.syr.gate;

import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Compares like with like: an image counts where both were tested on it, by its content, whatever it is called.
 *
 * @param chosen today's model
 * @param overlays what stands before an overlay's place in messages
 */
record ReleaseGates(Evaluation.Model chosen, Release release, String overlays) {

    /** Differences of decimal figures: 0.85 - 0.83 is to be 0.02, not a little more. */
    private static final double PRECISION = 1e12;

    /** Before and after. */
    private record Pair(double then, double now) {}

    List<Gates.Gate> judge(GateKind kind, double limit) {
        return switch (kind) {
            case MAX_DROP -> List.of(mean(kind, "drop in mean Dice", dice(), limit));
            case MAX_HOLE_ERROR_RISE -> List.of(mean(kind, "rise in mean hole error", holeError(), limit));
            case MAX_IMAGE_DROP -> images(limit);
            default -> throw new IllegalArgumentException(kind + " compares with no release");
        };
    }

    private Gates.Gate mean(GateKind kind, String what, Pair pair, double limit) {
        double difference = kind == GateKind.MAX_DROP ? pair.then() - pair.now() : pair.now() - pair.then();
        return Gatekeeper.gate(
                kind,
                chosen.name() + ": " + what + fromTo(pair) + scope(),
                rounded(difference),
                limit,
                Optional.empty(),
                overlays);
    }

    private Pair dice() {
        return ofWholeSets()
                ? new Pair(release.mean().dice(), chosen.test().dice())
                : new Pair(
                        mean(shared(), image -> then(image).dice()),
                        mean(shared(), image -> image.scores().dice()));
    }

    private Pair holeError() {
        if (ofWholeSets()) {
            return new Pair(
                    release.mean().holeError().orElse(Double.NaN),
                    chosen.test().holeError().orElse(Double.NaN));
        }
        List<Evaluation.ImageScores> holed = shared().stream()
                .filter(image -> image.scores().holeError().isPresent()
                        && then(image).holeError().isPresent())
                .toList();
        return new Pair(
                mean(holed, image -> then(image).holeError().orElseThrow()),
                mean(holed, image -> image.scores().holeError().orElseThrow()));
    }

    private List<Gates.Gate> images(double limit) {
        List<Gates.Gate> all = shared().stream()
                .sorted(Comparator.comparingDouble(this::drop).reversed().thenComparing(Evaluation.ImageScores::name))
                .map(image -> image(image, limit))
                .toList();
        return all.isEmpty()
                ? List.of(Gatekeeper.gate(
                        GateKind.MAX_IMAGE_DROP,
                        "no image that " + release.name() + " has figures of: drop in Dice",
                        Double.NaN,
                        limit,
                        Optional.empty(),
                        overlays))
                : Gatekeeper.failedOrWorst(all);
    }

    private Gates.Gate image(Evaluation.ImageScores image, double limit) {
        Gates.Gate gate = Gatekeeper.gate(
                GateKind.MAX_IMAGE_DROP,
                image.name() + ": drop in Dice"
                        + fromTo(new Pair(then(image).dice(), image.scores().dice())),
                drop(image),
                limit,
                Optional.of(image),
                overlays);
        String overlay = release.overlays().get(image.sha256());
        return overlay == null
                ? gate
                : new Gates.Gate(
                        gate.name(),
                        gate.limit(),
                        gate.value(),
                        gate.image(),
                        gate.overlay(),
                        Optional.of(overlay),
                        gate.passed(),
                        gate.message() + "; that of the release: " + overlays + overlay);
    }

    private double drop(Evaluation.ImageScores image) {
        return rounded(then(image).dice() - image.scores().dice());
    }

    private static double rounded(double difference) {
        return Double.isFinite(difference) ? Math.rint(difference * PRECISION) / PRECISION : difference;
    }

    private Release.Figures then(Evaluation.ImageScores image) {
        return release.images().get(image.sha256());
    }

    private List<Evaluation.ImageScores> shared() {
        return chosen.images().stream()
                .filter(image -> release.images().containsKey(image.sha256()))
                .toList();
    }

    private long digests(List<Evaluation.ImageScores> images) {
        return images.stream().map(Evaluation.ImageScores::sha256).distinct().count();
    }

    /** Whether the means are those to compare: of the same images, or there is nothing else. */
    private boolean ofWholeSets() {
        return release.images().isEmpty()
                || shared().size() == chosen.images().size()
                        && digests(shared()) == release.images().size();
    }

    private static double mean(List<Evaluation.ImageScores> images, ToDoubleFunction<Evaluation.ImageScores> figure) {
        return images.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private String fromTo(Pair pair) {
        return Double.isFinite(pair.then()) && Double.isFinite(pair.now())
                ? String.format(Locale.ROOT, " from %.4f (%s) to %.4f", pair.then(), release.name(), pair.now())
                : " since " + release.name();
    }

    private String scope() {
        if (release.images().isEmpty()) {
            return ", of means alone since " + release.name() + " has no figures by image,";
        }
        return ofWholeSets()
                ? ""
                : ", over the " + shared().size() + (shared().size() == 1 ? " test image" : " test images")
                        + " that both were tested on (" + chosen.images().size() + " today, "
                        + release.images().size() + " then),";
    }
}
