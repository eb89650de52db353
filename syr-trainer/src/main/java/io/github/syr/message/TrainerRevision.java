package io.github.syr.message;

/** The trainer's revision: what was trained by another one is trained again. */
public final class TrainerRevision {

    /** Raised whenever the same inputs would give other numbers; a test of a whole training holds it to account. */
    public static final int NUMBER = 6;

    private TrainerRevision() {}
}
