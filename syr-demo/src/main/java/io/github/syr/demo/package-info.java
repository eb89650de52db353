/**
 * The demo: a page on this machine on which images are segmented by clicks, with every model of a build, and added to
 * its data set.
 */
@NullMarked
package io.github.syr.demo;

import org.jspecify.annotations.NullMarked;
