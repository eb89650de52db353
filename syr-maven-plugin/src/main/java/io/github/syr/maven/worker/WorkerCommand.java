package io.github.syr.maven.worker;

import io.github.syr.io.AtomicFile;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is started: arguments, and the variables that differ from Maven's own.
 *
 * @param arguments the command, {@code java} first
 * @param environment added to what Maven runs with
 */
record WorkerCommand(List<String> arguments, Map<String, String> environment) {

    static final String MAIN_CLASS = "io.github.syr.worker.Main";

    /** glibc's mmap and trim thresholds: tensors of some MB are reused instead of being mapped and zeroed anew each time. */
    private static final String GIBIBYTE = "1073741824";

    private static final int FIRST_JDK_WITH_NATIVE_ACCESS = 24;

    /** The command for a request, whose files lie in its output folder; writes the argument file that holds the class path. */
    static WorkerCommand write(Request request, Fork fork, String mainClass, int jdk) {
        Path output = request.outputFolder();
        Path classPath = output.resolve("worker.args");
        AtomicFile.write(classPath, classPath(fork.classPath()).getBytes(launcherCharset()));
        List<String> arguments = new ArrayList<>(List.of(
                fork.java().toString(),
                "-Dsyr.parent=true",
                "-Dsyr.cache=" + fork.cache(),
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-XX:ErrorFile=" + output.resolve("hs_err_%p.log")));
        if (jdk >= FIRST_JDK_WITH_NATIVE_ACCESS) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        arguments.addAll(fork.jvmArguments());
        arguments.addAll(List.of("@" + classPath, mainClass, new OutputLayout(output).request().toString()));
        return new WorkerCommand(List.copyOf(arguments), environment(request.execution(), fork));
    }

    private static Map<String, String> environment(Request.Execution execution, Fork fork) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("MALLOC_MMAP_THRESHOLD_", GIBIBYTE);
        environment.put("MALLOC_TRIM_THRESHOLD_", GIBIBYTE);
        // PyTorch's threads spin while they wait for one another. Where another process has one of their cores, as on a shared
        // build agent, that made a training 5 to 10 times as slow; spinning briefly costs nothing where they are alone.
        environment.put("GOMP_SPINCOUNT", "10000");
        if (execution.threads() > 0) {
            environment.put("OMP_NUM_THREADS", Integer.toString(execution.threads()));
        }
        environment.putAll(fork.environment());
        return environment;
    }

    /** An argument file, so that no operating system's limit on a command's length is met. */
    private static String classPath(List<Path> files) {
        String joined = files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return "-classpath\n\"" + joined.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    }

    /** The launcher reads argument files as the operating system writes text. */
    private static Charset launcherCharset() {
        return Charset.forName(System.getProperty("native.encoding", Charset.defaultCharset().name()));
    }

    /** For people, to be pasted into a shell. */
    String display() {
        return arguments.stream().map(WorkerCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w./:=@%+,-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
