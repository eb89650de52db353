/** The goals: parameters, and a call of the service that does the work. */
package io.github.syr.maven;
