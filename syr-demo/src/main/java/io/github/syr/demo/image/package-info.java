/** Images that the page was given, on disk. */
@NullMarked
package io.github.syr.demo.image;

import org.jspecify.annotations.NullMarked;
