/** PyTorch's native libraries for the machine that the build runs on. */
@NullMarked
package io.github.syr.maven.natives;

import org.jspecify.annotations.NullMarked;
