/** Adapters: what is in their jars, and how they change a model. */
package io.github.syr.adapter;
