package io.github.syr.maven.parameter;

import io.github.syr.maven.checkpoint.Bundling;

/** {@code <bundleCheckpoint>}. */
public final class BundleChoice extends Choice<Bundling> {

    public BundleChoice() {
        super("bundleCheckpoint", Bundling.class);
    }
}
