package io.github.syr.maven.checkpoint;

import io.github.syr.error.SyrException;
import java.util.Optional;

/** How the base checkpoint reaches the applications that use an adapter. */
public enum Bundling {
    /** As a dependency of the adapter's module. */
    DEPENDENCY,
    /** In the adapter's jar. */
    JAR,
    /** By other ways: the application's cache, or a file that it names. */
    NONE;

    /**
     * What takes effect.
     *
     * @param wanted by the user; a checkpoint that came as a Maven artifact is a dependency unless they say otherwise
     * @throws SyrException if a dependency is wanted, and the checkpoint is no Maven artifact
     */
    public static Bundling of(Optional<Bundling> wanted, ResolvedCheckpoint base) {
        boolean artifact = base.artifact().isPresent();
        if (wanted.isPresent() && wanted.get() == DEPENDENCY && !artifact) {
            throw SyrException.badRequest(
                    "bundleCheckpoint is dependency, and the checkpoint "
                            + base.checkpoint().name() + " is no Maven artifact.",
                    "Name Maven coordinates by <checkpoint>, or set <bundleCheckpoint>jar</bundleCheckpoint>, or none.");
        }
        return wanted.orElse(artifact ? DEPENDENCY : NONE);
    }
}
