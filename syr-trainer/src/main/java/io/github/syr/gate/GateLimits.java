package io.github.syr.gate;

import io.github.syr.error.SyrException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a build asks of its adapter.
 *
 * @param limits by gate, each of its range; at least one judges the evaluation alone
 */
public record GateLimits(Map<GateKind, Double> limits) {

    /** @throws SyrException if none judges the evaluation alone, or one is out of its range */
    public GateLimits {
        if (limits.keySet().stream().allMatch(GateKind::isOfRelease)) {
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

    /** Whether a release is to be looked for: a limit of 1 refuses nothing. */
    public boolean compareWithRelease() {
        return limits.entrySet().stream().anyMatch(limit -> limit.getKey().isOfRelease() && limit.getValue() < 1);
    }
}
