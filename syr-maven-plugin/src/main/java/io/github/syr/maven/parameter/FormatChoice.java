package io.github.syr.maven.parameter;

import io.github.syr.message.Request;

/** {@code <format>}. */
public final class FormatChoice extends Choice<Request.Format> {

    public FormatChoice() {
        super("format", Request.Format.class);
    }
}
