package io.github.syr.maven.parameter;

import io.github.syr.message.Request;

/** {@code <polygonHoles>}. */
public final class PolygonHolesChoice extends Choice<Request.PolygonHoles> {

    public PolygonHolesChoice() {
        super("polygonHoles", Request.PolygonHoles.class);
    }
}
