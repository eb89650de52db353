/** Charts as shapes with places, which the templates draw as SVG: text stays text, and colours follow the page's. */
@NullMarked
package io.github.syr.report.chart;

import org.jspecify.annotations.NullMarked;
