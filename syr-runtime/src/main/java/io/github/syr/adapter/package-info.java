/** Adapters: what is in their jars, and how they change a model. */
@NullMarked
package io.github.syr.adapter;

import org.jspecify.annotations.NullMarked;
