/** The page and what it asks the server for. */
@NullMarked
package io.github.syr.demo.web;

import org.jspecify.annotations.NullMarked;
