package io.github.syr.demo.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A model to choose.
 *
 * @param id changes when the adapter does: a rank that was trained again is another model
 * @param name for people, as {@code rank 16}
 * @param adapter its file; none for the unadapted model
 * @param adapterSha256 what that file has to be; none where nothing says so
 * @param packaged whether it is the one that the build packages
 */
public record ModelChoice(
        String id, String name, Optional<Path> adapter, Optional<String> adapterSha256, boolean packaged) {}
