/**
 * Renders the ring packshots of the example, with their masks and boxes: geometry, materials, light, camera. The same
 * program gives the same pixels on every machine.
 */
@NullMarked
package io.github.syr.dataset;

import org.jspecify.annotations.NullMarked;
