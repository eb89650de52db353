package io.github.syr.gate;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a build can ask of its adapter. */
public enum GateKind {
    /** The least mean Dice over the test images. */
    MIN_DICE("minDice", 0, true),
    /** The least Dice of every test image. */
    MIN_IMAGE_DICE("minImageDice", 0, true),
    /** The least gain in mean Dice over the unadapted model. */
    MIN_GAIN("minGain", -1, true),
    /** The least mean boundary IoU over the test images. */
    MIN_BOUNDARY_IOU("minBoundaryIou", 0, true),
    /** The greatest mean hole error over the test images. */
    MAX_HOLE_ERROR("maxHoleError", 0, false),
    /** The greatest drop in mean Dice below the last release. */
    MAX_DROP("maxDrop", 0, false),
    /** The greatest drop in Dice of a test image below the last release. */
    MAX_IMAGE_DROP("maxImageDrop", 0, false),
    /** The greatest rise in mean hole error above the last release. */
    MAX_HOLE_ERROR_RISE("maxHoleErrorRise", 0, false);

    private static final Set<GateKind> OF_RELEASE = EnumSet.of(MAX_DROP, MAX_IMAGE_DROP, MAX_HOLE_ERROR_RISE);

    private final String parameter;
    private final int least;
    private final boolean minimum;

    GateKind(String parameter, int least, boolean minimum) {
        this.parameter = parameter;
        this.least = least;
        this.minimum = minimum;
    }

    /** As a POM names it. */
    public String parameter() {
        return parameter;
    }

    /** The lower end of the range of limits, which reaches to 1. */
    public int least() {
        return least;
    }

    /** Whether it compares with the last release; the others judge an evaluation alone. */
    public boolean isOfRelease() {
        return OF_RELEASE.contains(this);
    }

    /** Whether a value passes; what is no number does not. */
    boolean passes(double value, double limit) {
        return minimum ? value >= limit : value <= limit;
    }

    /** What is said of a limit, as {@code at least 0.800 is required}. */
    String requires(String limit) {
        return minimum ? "at least " + limit + " is required" : "at most " + limit + " is allowed";
    }

    /** By the name of its parameter; those that judge an evaluation alone. */
    public static Optional<GateKind> of(String parameter) {
        return alone().filter(kind -> kind.parameter.equals(parameter)).findFirst();
    }

    /** The names of all parameters that judge an evaluation alone, as {@code minDice, minImageDice}. */
    public static String parameters() {
        return alone().map(GateKind::parameter).collect(Collectors.joining(", "));
    }

    private static Stream<GateKind> alone() {
        return Arrays.stream(values()).filter(kind -> !kind.isOfRelease());
    }
}
