/** The API of an application: {@link io.github.syr.segment.Segmenter} opens images, which give masks for prompts. */
@NullMarked
package io.github.syr.segment;

import org.jspecify.annotations.NullMarked;
