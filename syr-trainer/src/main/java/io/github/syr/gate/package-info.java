/**
 * The arithmetic of gates, and whether an evaluation is of today; plain Java, so that others can show the same verdict.
 */
@NullMarked
package io.github.syr.gate;

import org.jspecify.annotations.NullMarked;
