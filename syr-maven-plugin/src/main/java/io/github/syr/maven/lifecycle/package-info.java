/** The packaging {@code syr-adapter}, where the plugin is an extension of the build. */
@NullMarked
package io.github.syr.maven.lifecycle;

import org.jspecify.annotations.NullMarked;
