package io.github.syr.maven.release;

import java.util.List;

/** What is known of the last release. */
public sealed interface Answer {

    /**
     * It is there.
     *
     * @param silent repositories that gave no answer, in words; they may have a newer one
     */
    record Found(ReleasedAdapter adapter, List<String> silent) implements Answer {

        public Found {
            silent = List.copyOf(silent);
        }
    }

    /**
     * Every repository answered, and none has one.
     *
     * @param why a sentence without its point
     */
    record NeverReleased(String why) implements Answer {}

    /**
     * It can't be known.
     *
     * @param cause in words, without a point
     */
    record Unknown(String cause) implements Answer {}
}
