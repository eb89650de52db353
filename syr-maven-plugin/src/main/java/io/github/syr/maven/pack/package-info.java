/** Packs an adapter into the module's jar. */
package io.github.syr.maven.pack;
