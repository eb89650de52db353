package io.github.syr.maven.parameter;

import io.github.syr.maven.export.CheckpointLayout;

/** {@code <mergeLayout>}. */
public final class CheckpointLayoutChoice extends Choice<CheckpointLayout> {

    public CheckpointLayoutChoice() {
        super("mergeLayout", CheckpointLayout.class);
    }
}
