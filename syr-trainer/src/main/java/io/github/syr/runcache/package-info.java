/**
 * Trainings and evaluations kept beyond the output folder, each under the digest of what decides it: copied in whole or
 * not at all, and verified before they are used.
 */
@NullMarked
package io.github.syr.runcache;

import org.jspecify.annotations.NullMarked;
