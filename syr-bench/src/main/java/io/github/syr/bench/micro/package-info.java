/** Microbenchmarks (JMH) of what stands around the model: reading, preparing, masks, metrics. */
@NullMarked
package io.github.syr.bench.micro;

import org.jspecify.annotations.NullMarked;
