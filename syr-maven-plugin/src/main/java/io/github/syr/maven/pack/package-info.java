/** Packs an adapter into the module's jar. */
@NullMarked
package io.github.syr.maven.pack;

import org.jspecify.annotations.NullMarked;
