/**
 * What the tests of several modules share: reference files, formula weights, test images, memory figures. Not
 * published.
 */
@NullMarked
package io.github.syr.testing;

import org.jspecify.annotations.NullMarked;
