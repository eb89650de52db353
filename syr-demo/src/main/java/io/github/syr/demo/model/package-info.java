/** The models to choose from, and images that they have encoded. */
@NullMarked
package io.github.syr.demo.model;

import org.jspecify.annotations.NullMarked;
