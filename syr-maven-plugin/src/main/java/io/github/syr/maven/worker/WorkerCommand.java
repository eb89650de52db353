package io.github.syr.maven.worker;

import io.github.syr.io.AtomicFile;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is started. All arguments stand in a file that only this user can read: no limit on a command's length is met,
 * and nobody reads off the list of processes what the user tells the JVM.
 *
 * @param arguments the command: {@code java} and the argument file
 * @param jvmArguments the user's, which stand in that file
 * @param environment all that the process has of it
 */
record WorkerCommand(List<String> arguments, List<String> jvmArguments, Map<String, String> environment) {

    static final String MAIN_CLASS = "io.github.syr.worker.Main";

    private static final int FIRST_JDK_WITH_NATIVE_ACCESS = 24;

    /** The command for some work, whose files lie in its folder; writes the argument file. */
    static WorkerCommand write(Work work, Fork fork, int jdk) {
        Path output = work.folder();
        CrashFolder crashes = CrashFolder.in(output);
        crashes.make();
        List<String> arguments = new ArrayList<>(List.of(
                "-Dsyr.parent=true",
                "-Dsyr.cache=" + fork.cache(),
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                crashes.argument()));
        if (jdk >= FIRST_JDK_WITH_NATIVE_ACCESS) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        arguments.addAll(fork.jvmArguments());
        arguments.add("-classpath");
        arguments.add(fork.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        arguments.add(work.mainClass());
        arguments.add(work.layout().request().toString());
        Path file = output.resolve("worker.args");
        AtomicFile.writePrivate(
                file,
                arguments.stream()
                        .map(WorkerCommand::line)
                        .collect(Collectors.joining())
                        .getBytes(launcherCharset()));
        return new WorkerCommand(
                List.of(fork.java().toString(), "@" + file),
                fork.jvmArguments(),
                WorkerEnvironment.of(System.getenv(), work.execution(), fork.environment()));
    }

    /** An argument as the launcher reads it in a file. */
    private static String line(String argument) {
        return "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"\n";
    }

    /** The launcher reads argument files as the operating system writes text. */
    private static Charset launcherCharset() {
        return Charset.forName(
                System.getProperty("native.encoding", Charset.defaultCharset().name()));
    }

    /** For people, to be pasted into a shell. */
    String display() {
        return arguments.stream().map(WorkerCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w./:=@%+,-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
