package io.github.syr.maven.release;

/** What a check does where it can't be known whether and what was released. */
public enum WhenUnavailable {
    /** Fails. */
    FAIL,
    /** Compares with nothing, and says so. */
    WARN,
    /** Compares with what an earlier build brought into the local repository; with nothing where none did. */
    USE_CACHED
}
