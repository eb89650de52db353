/** How alike a true and a predicted mask are; plain Java. */
@NullMarked
package io.github.syr.metrics;

import org.jspecify.annotations.NullMarked;
