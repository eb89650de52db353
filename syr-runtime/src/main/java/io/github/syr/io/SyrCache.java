package io.github.syr.io;

import java.nio.file.Path;

/**
 * The folder for everything that SYR downloads or unpacks: system property {@code syr.cache}, else
 * {@code ~/.cache/syr}.
 */
public final class SyrCache {

    /** The system property that names the folder. */
    public static final String PROPERTY = "syr.cache";

    private SyrCache() {}

    /** The root of the cache, absolute; it need not exist yet. */
    public static Path root() {
        String named = System.getProperty(PROPERTY, "");
        Path root = named.isBlank() ? Path.of(System.getProperty("user.home"), ".cache", "syr") : Path.of(named);
        return root.toAbsolutePath().normalize();
    }
}
