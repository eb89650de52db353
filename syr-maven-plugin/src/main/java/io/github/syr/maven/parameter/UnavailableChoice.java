package io.github.syr.maven.parameter;

import io.github.syr.maven.release.WhenUnavailable;

/** {@code <lastReleaseUnavailable>}. */
public final class UnavailableChoice extends Choice<WhenUnavailable> {

    public UnavailableChoice() {
        super("lastReleaseUnavailable", WhenUnavailable.class);
    }
}
