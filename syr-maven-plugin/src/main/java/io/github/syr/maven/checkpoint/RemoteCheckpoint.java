package io.github.syr.maven.checkpoint;

import java.net.URI;
import java.util.OptionalLong;

/**
 * A checkpoint on the net.
 *
 * @param uri where it is published
 * @param fileName what it is called in the cache
 * @param sha256 of the file
 * @param bytes its length, where it is known
 * @param mirrored whether {@code <downloadRoot>} stands for its host
 */
public record RemoteCheckpoint(URI uri, String fileName, String sha256, OptionalLong bytes, boolean mirrored) {}
