/** How good a model is: the five metrics on the images of a split, and the choice of a rank. */
@NullMarked
package io.github.syr.evaluation;

import org.jspecify.annotations.NullMarked;
