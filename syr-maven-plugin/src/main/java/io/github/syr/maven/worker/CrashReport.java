package io.github.syr.maven.worker;

import io.github.syr.error.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is said of a worker that ended without a word.
 *
 * @param exitCode as Java tells it: 128 + the signal's number on Unix
 */
record CrashReport(int exitCode, long pid, WorkerCommand command, WorkerLog log) {

    String message() {
        List<String> lines = new ArrayList<>();
        lines.add("The worker ended without a result: " + cause() + " (exit code " + exitCode + ").");
        lines.add("Command: " + command.display());
        // their values may be secrets
        if (!command.jvmArguments().isEmpty()) {
            lines.add("  with the JVM arguments "
                    + command.jvmArguments().stream()
                            .map(ArgumentNames::of)
                            .map(Printable::of)
                            .collect(Collectors.joining(", ")));
        }
        lines.add("  with the environment variables "
                + String.join(", ", command.environment().keySet()));
        CrashFolder.in(log.file().toAbsolutePath().getParent())
                .report(pid)
                .ifPresent(report -> lines.add("Java's crash report: " + report));
        lines.add("Log: " + log.file() + "; its last lines:");
        log.tail().forEach(line -> lines.add("  " + Printable.of(ArgumentNames.without(command.jvmArguments(), line))));
        return String.join(System.lineSeparator(), lines);
    }

    private String cause() {
        return switch (exitCode) {
            case 0 -> "it went away as if all were well";
            case 1 -> "Java could not start it, or it threw something unexpected";
            case 130 -> "it was interrupted";
            case 132 -> "a native library uses instructions that this processor lacks (SIGILL)";
            case 134 -> "it was aborted, as native code does that meets a fault it can't survive (SIGABRT)";
            case 135, 138 ->
                "native code touched memory that went away, as when a disk is full or a mapped file shrinks (SIGBUS)";
            case 136 -> "native code divided by zero (SIGFPE)";
            case 137 ->
                "it was killed (SIGKILL), most likely by the operating system for want of memory:"
                        + " lower <batchSize> or <lossSize>, or run it on a machine with more";
            case 139 -> "native code touched memory that isn't its own (SIGSEGV)";
            case 143 -> "it was asked to stop (SIGTERM)";
            case 0xC0000005 -> "native code touched memory that isn't its own (access violation)";
            case 0xC0000409 -> "it was aborted, as native code does that meets a fault it can't survive";
            default ->
                exitCode > 128 && exitCode < 160 ? "signal " + (exitCode - 128) + " ended it" : "it said nothing";
        };
    }
}
