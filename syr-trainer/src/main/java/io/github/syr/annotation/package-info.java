/**
 * From annotations to masks: reads a data set in one of several formats and writes what training needs, masks and
 * {@code dataset.json}. Plain Java; nothing here loads DJL.
 */
@NullMarked
package io.github.syr.annotation;

import org.jspecify.annotations.NullMarked;
