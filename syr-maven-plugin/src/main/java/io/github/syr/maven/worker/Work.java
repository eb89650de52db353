package io.github.syr.maven.worker;

import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.nio.file.Path;

/**
 * What a forked JVM is to do.
 *
 * @param mainClass that takes the request's file as its only argument
 * @param folder that the request, the arguments and the log are written into; the process runs in it
 * @param json the request
 * @param execution for the process's environment
 */
record Work(String mainClass, Path folder, String json, Request.Execution execution) {

    /** A task of the trainer. */
    static Work of(Request request, String mainClass) {
        return new Work(mainClass, request.outputFolder(), request.toJson(), request.execution());
    }

    OutputLayout layout() {
        return new OutputLayout(folder);
    }
}
