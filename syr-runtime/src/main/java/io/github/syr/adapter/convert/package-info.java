/** Adapters and adapted models as Python's libraries have them: peft's folders, merged checkpoints. */
@NullMarked
package io.github.syr.adapter.convert;

import org.jspecify.annotations.NullMarked;
