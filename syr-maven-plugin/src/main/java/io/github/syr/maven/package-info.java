/** The goals: parameters, and a call of the service that does the work. */
@NullMarked
package io.github.syr.maven;

import org.jspecify.annotations.NullMarked;
