package io.github.syr.maven.parameter;

import io.github.syr.message.Tuning;

/** {@code <decoder>}. */
public final class DecoderChoice extends Choice<Tuning.DecoderTraining> {

    public DecoderChoice() {
        super("decoder", Tuning.DecoderTraining.class);
    }
}
