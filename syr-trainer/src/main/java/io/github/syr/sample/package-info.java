/** The images of a split as the model takes them, decoded and resized once a run. */
package io.github.syr.sample;
