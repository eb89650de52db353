/** The forked JVM that trains and evaluates: its command, its environment, its events, its log. */
@NullMarked
package io.github.syr.maven.worker;

import org.jspecify.annotations.NullMarked;
