/** Trained adapters for Python: in the layouts of other libraries, and merged into checkpoints. */
@NullMarked
package io.github.syr.maven.export;

import org.jspecify.annotations.NullMarked;
