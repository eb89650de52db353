/**
 * {@link io.github.syr.error.SyrException}: what is wrong, where, and what to do about it. Every error that a user can
 * cause or fix is one.
 */
@NullMarked
package io.github.syr.error;

import org.jspecify.annotations.NullMarked;
