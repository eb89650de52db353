/** What the tasks of one request share, each opened once: data set, checkpoint, PyTorch, prepared images. */
@NullMarked
package io.github.syr.session;

import org.jspecify.annotations.NullMarked;
