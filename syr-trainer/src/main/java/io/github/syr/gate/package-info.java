/** The arithmetic of gates, and whether an evaluation is of today; plain Java, so that others can show the same verdict. */
package io.github.syr.gate;
