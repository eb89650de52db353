/** What a POM and a command line say to the plugin as a whole: names of parameters, executions beside each other. */
@NullMarked
package io.github.syr.maven.configuration;

import org.jspecify.annotations.NullMarked;
