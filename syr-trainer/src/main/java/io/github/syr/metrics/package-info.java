/** How alike a true and a predicted mask are; plain Java. */
package io.github.syr.metrics;
