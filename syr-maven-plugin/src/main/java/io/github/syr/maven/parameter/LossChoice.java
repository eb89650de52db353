package io.github.syr.maven.parameter;

import io.github.syr.message.Tuning;

/** {@code <loss>}. */
public final class LossChoice extends Choice<Tuning.LossKind> {

    public LossChoice() {
        super("loss", Tuning.LossKind.class);
    }
}
