package io.github.syr.gate;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

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
    MAX_HOLE_ERROR("maxHoleError", 0, false);

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

    /** Whether a value passes; what is no number does not. */
    boolean passes(double value, double limit) {
        return minimum ? value >= limit : value <= limit;
    }

    /** What is said of a limit, as {@code at least 0.800 is required}. */
    String requires(String limit) {
        return minimum ? "at least " + limit + " is required" : "at most " + limit + " is allowed";
    }

    /** By the name of its parameter. */
    public static Optional<GateKind> of(String parameter) {
        return Arrays.stream(values())
                .filter(kind -> kind.parameter.equals(parameter))
                .findFirst();
    }

    /** The names of all parameters, as {@code minDice, minImageDice}. */
    public static String parameters() {
        return Arrays.stream(values()).map(GateKind::parameter).collect(Collectors.joining(", "));
    }
}
