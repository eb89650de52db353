/**
 * Segment Anything (Kirillov et al. 2023, arXiv:2304.02643) in DJL blocks, float32. The blocks carry the names and the
 * order of Meta's reference implementation, so that the two can be read side by side; shapes stand in comments.
 */
@NullMarked
package io.github.syr.sam;

import org.jspecify.annotations.NullMarked;
