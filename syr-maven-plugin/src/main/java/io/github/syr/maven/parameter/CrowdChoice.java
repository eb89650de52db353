package io.github.syr.maven.parameter;

import io.github.syr.message.Request;

/** {@code <crowd>}. */
public final class CrowdChoice extends Choice<Request.Crowd> {

    public CrowdChoice() {
        super("crowd", Request.Crowd.class);
    }
}
