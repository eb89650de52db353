/** Downloads that go on where they broke off, are verified by SHA-256, and happen once per machine. */
@NullMarked
package io.github.syr.maven.download;

import org.jspecify.annotations.NullMarked;
