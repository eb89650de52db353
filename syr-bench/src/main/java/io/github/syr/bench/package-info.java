/** What {@code bench/performance} measures of SYR: one piece of work per process. */
@NullMarked
package io.github.syr.bench;

import org.jspecify.annotations.NullMarked;
