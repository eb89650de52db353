/** The forked process: requests in, events out. */
@NullMarked
package io.github.syr.worker;

import org.jspecify.annotations.NullMarked;
