/** The forked process: requests in, events out. */
package io.github.syr.worker;
