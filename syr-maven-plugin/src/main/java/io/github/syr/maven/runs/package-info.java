/** The run repository: entries of the run cache as artifacts in a Maven repository. */
@NullMarked
package io.github.syr.maven.runs;

import org.jspecify.annotations.NullMarked;
