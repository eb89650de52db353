package io.github.syr.maven.parameter;

import io.github.syr.message.Request;

/** {@code <decoder>}. */
public final class DecoderChoice extends Choice<Request.DecoderTraining> {

    public DecoderChoice() {
        super("decoder", Request.DecoderTraining.class);
    }
}
