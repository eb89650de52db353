/**
 * Checkpoints of Segment Anything: safetensors, PyTorch's files by a restricted unpickler, Hugging Face's layout, the
 * configuration that follows from the shapes; and {@link io.github.syr.checkpoint.CheckpointStore}, which finds them.
 */
@NullMarked
package io.github.syr.checkpoint;

import org.jspecify.annotations.NullMarked;
