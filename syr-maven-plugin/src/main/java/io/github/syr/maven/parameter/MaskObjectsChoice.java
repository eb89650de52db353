package io.github.syr.maven.parameter;

import io.github.syr.message.Request;

/** {@code <maskObjects>}. */
public final class MaskObjectsChoice extends Choice<Request.MaskObjects> {

    public MaskObjectsChoice() {
        super("maskObjects", Request.MaskObjects.class);
    }
}
