/** What the build and the worker tell each other, and the files between the goals: plain records, no DJL, no Maven. */
@NullMarked
package io.github.syr.message;

import org.jspecify.annotations.NullMarked;
