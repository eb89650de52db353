/** The report as part of a Maven site. */
@NullMarked
package io.github.syr.maven.report;

import org.jspecify.annotations.NullMarked;
