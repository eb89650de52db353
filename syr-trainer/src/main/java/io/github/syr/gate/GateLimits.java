package io.github.syr.gate;

import io.github.syr.error.SyrException;
import java.util.OptionalDouble;

/**
 * What a build asks of its adapter.
 *
 * @param minDice mean Dice over the test images, 0 to 1
 * @param minImageDice Dice of the worst test image, 0 to 1
 * @param minGain mean Dice above the unadapted model's, -1 to 1
 */
public record GateLimits(OptionalDouble minDice, OptionalDouble minImageDice, OptionalDouble minGain) {

    /** @throws SyrException if none is set, or one is out of its range */
    public GateLimits {
        if (minDice.isEmpty() && minImageDice.isEmpty() && minGain.isEmpty()) {
            throw SyrException.badRequest(
                    "No gate is configured, and without one every adapter would pass.",
                    "Set at least one of <minDice>0.80</minDice>, <minImageDice>0.70</minImageDice>, <minGain>0.10</minGain>.");
        }
        requireRange("minDice", minDice, 0);
        requireRange("minImageDice", minImageDice, 0);
        requireRange("minGain", minGain, -1);
    }

    private static void requireRange(String name, OptionalDouble limit, double least) {
        if (limit.isPresent() && !(limit.getAsDouble() >= least && limit.getAsDouble() <= 1)) {
            throw SyrException.badRequest(
                    name + " is " + limit.getAsDouble() + ".",
                    "It must be a number from " + (int) least + " to 1, as 0.80.");
        }
    }
}
