/** The build that a goal runs in, as services see it: Maven's session, artifacts, jars, the plugin's own versions. */
@NullMarked
package io.github.syr.maven.build;

import org.jspecify.annotations.NullMarked;
