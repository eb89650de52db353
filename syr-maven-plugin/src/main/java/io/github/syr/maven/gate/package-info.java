/** The goal {@code check}: gates on the current evaluation. */
@NullMarked
package io.github.syr.maven.gate;

import org.jspecify.annotations.NullMarked;
