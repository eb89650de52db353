/** What the tasks of one request share, each opened once: data set, checkpoint, PyTorch, prepared images. */
package io.github.syr.session;
