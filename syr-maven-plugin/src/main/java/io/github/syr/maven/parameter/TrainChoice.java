package io.github.syr.maven.parameter;

import io.github.syr.message.RunCaching;

/** {@code <train>}. */
public final class TrainChoice extends Choice<RunCaching.Policy> {

    public TrainChoice() {
        super("train", RunCaching.Policy.class);
    }
}
