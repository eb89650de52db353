/** The pictures of a report: photographs and error maps, and whether they lie in the page or beside it. */
@NullMarked
package io.github.syr.report.picture;

import org.jspecify.annotations.NullMarked;
