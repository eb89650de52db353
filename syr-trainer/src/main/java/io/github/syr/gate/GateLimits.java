package io.github.syr.gate;

import io.github.syr.error.SyrException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a build asks of its adapter.
 *
 * @param limits by gate, at least one, each of its range
 */
public record GateLimits(Map<GateKind, Double> limits) {

    /** @throws SyrException if none is set, or one is out of its range */
    public GateLimits {
        if (limits.isEmpty()) {
            throw SyrException.badRequest(
                    "No gate is configured, and without one every adapter would pass.",
                    "Set at least one of <minDice>0.80</minDice>, <minImageDice>0.70</minImageDice>, <minGain>0.10</minGain>,"
                            + " <minBoundaryIou>0.70</minBoundaryIou>, <maxHoleError>0.05</maxHoleError>.");
        }
        limits.forEach((kind, limit) -> {
            if (!(limit >= kind.least() && limit <= 1)) {
                throw SyrException.badRequest(
                        kind.parameter() + " is " + limit + ".",
                        "It must be a number from " + kind.least() + " to 1, as 0.80.");
            }
        });
        limits = Collections.unmodifiableMap(new EnumMap<>(limits));
    }
}
