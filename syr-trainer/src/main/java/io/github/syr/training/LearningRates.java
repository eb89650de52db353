package io.github.syr.training;

import io.github.syr.message.Tuning;

/**
 * How learning rates go: a factor for each step.
 *
 * @param warmUp steps in which they rise from 0, in a straight line
 * @param steps of the whole training, if it does not end early
 */
record LearningRates(Tuning.Schedule schedule, int warmUp, long steps) {

    /**
     * What the rates are multiplied by.
     *
     * @param step from 0
     */
    double factor(long step) {
        if (step < warmUp) {
            return (step + 1.0) / warmUp;
        }
        return switch (schedule) {
            case CONSTANT -> 1;
            case COSINE -> 0.5 + 0.5 * Math.cos(Math.PI * (step - warmUp) / Math.max(1, steps - warmUp));
        };
    }
}
