package io.github.syr.maven.parameter;

import io.github.syr.maven.export.AdapterLayout;

/** {@code <exportLayout>}. */
public final class AdapterLayoutChoice extends Choice<AdapterLayout> {

    public AdapterLayoutChoice() {
        super("exportLayout", AdapterLayout.class);
    }
}
