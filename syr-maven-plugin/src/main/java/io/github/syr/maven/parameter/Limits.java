package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import io.github.syr.gate.GateKind;
import io.github.syr.gate.GateLimits;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The limits of gates, as a POM or a command line has them. */
public final class Limits {

    private static final int PERCENT = 100;

    private Limits() {}

    /**
     * Reads them.
     *
     * @param texts by the name of the gate; none where it is not configured
     * @throws SyrException if none is configured, or one is no number of its range; names what may be meant
     */
    public static GateLimits of(Function<String, Optional<String>> texts) {
        Map<GateKind, Double> limits = new EnumMap<>(GateKind.class);
        for (GateKind kind : GateKind.values()) {
            texts.apply(kind.parameter())
                    .ifPresent(text -> limits.put(kind, parse(kind.parameter(), text.strip(), kind.least())));
        }
        return new GateLimits(limits);
    }

    private static double parse(String name, String text, int least) {
        double number = number(text);
        if (number >= least && number <= 1) {
            return number;
        }
        double meant = number(text.replace(',', '.').replaceAll("\\s*%$", ""));
        meant = meant > 1 || text.endsWith("%") ? meant / PERCENT : meant;
        throw SyrException.badRequest(
                name + " is \"" + text + "\", and a number from " + least + " to 1 is expected.",
                meant >= least && meant <= 1
                        ? "Did you mean <" + name + ">" + meant + "</" + name + ">?"
                        : "Write it with a point, as <" + name + ">0.80</" + name + ">.");
    }

    /** NaN where it is none. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
