/** Byte sources, atomic writing, SHA-256, the root of the cache. */
@NullMarked
package io.github.syr.io;

import org.jspecify.annotations.NullMarked;
