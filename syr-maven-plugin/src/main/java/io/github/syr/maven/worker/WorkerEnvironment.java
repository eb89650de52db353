package io.github.syr.maven.worker;

import io.github.syr.message.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment of a worker: of Maven's own only what PyTorch and the operating system need, SYR's settings, and the
 * user's. What else a build's environment holds, tokens of CI among it, is nothing to a process that reads untrusted
 * files.
 */
final class WorkerEnvironment {

    private static final Set<String> NAMES = Set.of(
            "PATH",
            "HOME",
            "TMPDIR",
            "LANG",
            "LANGUAGE",
            "LD_LIBRARY_PATH",
            // without these Windows finds neither its libraries nor a folder for temporary files
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "USERPROFILE",
            "TEMP",
            "TMP");

    private static final List<String> PREFIXES =
            List.of("LC_", "CUDA_", "NVIDIA_", "PYTORCH_", "OMP_", "MKL_", "MALLOC_", "GOMP_");

    /**
     * glibc's mmap and trim thresholds: tensors of some MB are reused instead of being mapped and zeroed anew each
     * time.
     */
    private static final String GIBIBYTE = "1073741824";

    private WorkerEnvironment() {}

    /**
     * The whole of it.
     *
     * @param maven what Maven runs with
     * @param user the user's variables, over everything else
     */
    static Map<String, String> of(Map<String, String> maven, Request.Execution execution, Map<String, String> user) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("MALLOC_MMAP_THRESHOLD_", GIBIBYTE);
        environment.put("MALLOC_TRIM_THRESHOLD_", GIBIBYTE);
        // the thresholds apply to the main arena alone, and a JVM's threads would use others: a third of ViT-B's time
        environment.put("MALLOC_ARENA_MAX", "1");
        // PyTorch's threads spin while they wait for one another. Where another process has one of their cores, as on a
        // shared
        // build agent, that made a training 5 to 10 times as slow; spinning briefly costs nothing where they are alone.
        environment.put("GOMP_SPINCOUNT", "10000");
        maven.forEach((name, value) -> {
            if (isLetThrough(name)) {
                environment.put(name, value);
            }
        });
        if (execution.threads() > 0) {
            environment.put("OMP_NUM_THREADS", Integer.toString(execution.threads()));
        }
        environment.putAll(user);
        return environment;
    }

    private static boolean isLetThrough(String name) {
        String upper = name.toUpperCase(Locale.ROOT); // as Windows compares them
        return NAMES.contains(upper) || PREFIXES.stream().anyMatch(upper::startsWith);
    }
}
