/** Starting PyTorch: offline, without telemetry, on the device that was asked for or not at all. */
@NullMarked
package io.github.syr.device;

import org.jspecify.annotations.NullMarked;
