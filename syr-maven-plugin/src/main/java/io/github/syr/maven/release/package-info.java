/** The last release of the project: where it is found, what it says of itself, whether it can be compared with. */
@NullMarked
package io.github.syr.maven.release;

import org.jspecify.annotations.NullMarked;
