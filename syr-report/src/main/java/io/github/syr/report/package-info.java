/**
 * An evaluation as a page that opens from disk: read from the JSON files, masks and photographs of an output folder. No
 * model is loaded, and no native library.
 */
@NullMarked
package io.github.syr.report;

import org.jspecify.annotations.NullMarked;
