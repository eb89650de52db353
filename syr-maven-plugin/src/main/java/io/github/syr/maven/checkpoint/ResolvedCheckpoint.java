package io.github.syr.maven.checkpoint;

import io.github.syr.message.Request;
import java.util.Optional;
import org.eclipse.aether.artifact.Artifact;

/**
 * The base checkpoint on this machine.
 *
 * @param artifact what carries it, where it came from a Maven repository
 */
public record ResolvedCheckpoint(Request.Checkpoint checkpoint, Optional<Artifact> artifact) {}
