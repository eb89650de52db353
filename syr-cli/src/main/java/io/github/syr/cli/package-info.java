/** SYR on the command line, without Maven. */
@NullMarked
package io.github.syr.cli;

import org.jspecify.annotations.NullMarked;
