/** The base checkpoint that {@code <checkpoint>} names, resolved or downloaded, verified by its SHA-256. */
@NullMarked
package io.github.syr.maven.checkpoint;

import org.jspecify.annotations.NullMarked;
