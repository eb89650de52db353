package io.github.syr.runcache;

import java.util.Map;

/**
 * What an entry is of.
 *
 * @param kind whether it is a training, an evaluation, or a data set's masks
 * @param digest of all that decides it
 * @param name for people: {@code rank-4}
 * @param checkpoint name of the base checkpoint; empty for masks, which depend on none
 * @param inputs what the digest is taken of, by name
 */
public record EntryLabel(Kind kind, String digest, String name, String checkpoint, Map<String, String> inputs) {

    /** What is kept. */
    public enum Kind {
        TRAINING,
        EVALUATION,
        MASKS
    }
}
