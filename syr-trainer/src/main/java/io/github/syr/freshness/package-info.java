/**
 * Whether what earlier runs wrote is still of today's inputs, and what has changed where it isn't. CurrentMasks,
 * trained ranks and evaluations are compared by digests; nothing is decoded, and no model is loaded.
 */
@NullMarked
package io.github.syr.freshness;

import org.jspecify.annotations.NullMarked;
