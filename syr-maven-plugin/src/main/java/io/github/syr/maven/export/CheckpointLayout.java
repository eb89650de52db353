package io.github.syr.maven.export;

/** The layouts that a merged checkpoint is written in. */
public enum CheckpointLayout {
    /** Meta's names, for {@code segment_anything}. */
    META,
    /** transformers' {@code SamModel}. */
    HUGGING_FACE
}
