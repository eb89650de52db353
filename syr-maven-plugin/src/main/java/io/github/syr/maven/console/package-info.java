/** What Maven's log shows while a worker or a download runs. */
@NullMarked
package io.github.syr.maven.console;

import org.jspecify.annotations.NullMarked;
