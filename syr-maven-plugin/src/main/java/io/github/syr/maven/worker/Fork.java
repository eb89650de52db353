package io.github.syr.maven.worker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The JVM that a worker runs in.
 *
 * @param java the {@code java} command
 * @param classPath the worker's jars, the natives among them
 * @param jvmArguments the user's, behind SYR's own
 * @param environment the user's variables, over SYR's own
 * @param cache SYR's cache
 */
public record Fork(
        Path java, List<Path> classPath, List<String> jvmArguments, Map<String, String> environment, Path cache) {

    public Fork {
        classPath = List.copyOf(classPath);
        jvmArguments = List.copyOf(jvmArguments);
        environment = Map.copyOf(environment);
    }

    /** The same with variables below the user's. */
    Fork with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.putAll(environment);
        return new Fork(java, classPath, jvmArguments, all, cache);
    }

    /** The {@code java} of the JDK that Maven runs on. */
    public static Path javaOfThisJvm() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
    }
}
