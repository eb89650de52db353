/** JSON, read strictly and written deterministically; records to JSON and back. */
@NullMarked
package io.github.syr.json;

import org.jspecify.annotations.NullMarked;
