package io.github.syr.maven.parameter;

import io.github.syr.message.Tuning;

/** {@code <optimizer>}. */
public final class OptimizerChoice extends Choice<Tuning.Optimizer> {

    public OptimizerChoice() {
        super("optimizer", Tuning.Optimizer.class);
    }
}
