package io.github.syr.maven.parameter;

import io.github.syr.checkpoint.Precision;

/** {@code <precision>}. */
public final class PrecisionChoice extends Choice<Precision> {

    public PrecisionChoice() {
        super("precision", Precision.class);
    }
}
