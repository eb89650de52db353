/** Parameters of the goals that are more than a number or a text, each read in one place. */
@NullMarked
package io.github.syr.maven.parameter;

import org.jspecify.annotations.NullMarked;
