package io.github.syr.maven.parameter;

import io.github.syr.message.Tuning;

/** {@code <epochChoice>}. */
public final class EpochChoice extends Choice<Tuning.EpochChoice> {

    public EpochChoice() {
        super("epochChoice", Tuning.EpochChoice.class);
    }
}
