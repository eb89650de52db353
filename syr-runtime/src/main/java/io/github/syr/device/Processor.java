package io.github.syr.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Linux tells of the processor; elsewhere nothing is known.
 *
 * @param cpuinfo the lines of {@code /proc/cpuinfo}; none on other systems
 */
record Processor(List<String> cpuinfo) {

    /** Instructions that multiply bfloat16, as Linux names them: Intel's and AMD's, and Arm's. */
    static final List<String> BFLOAT16 = List.of("amx_bf16", "avx512_bf16", "bf16");

    static Processor ofThisMachine() {
        try {
            return new Processor(Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Processor(List.of());
        }
    }

    /**
     * Physical cores that this process may use; the processors Java sees where nobody knows better. Hyper-threads share
     * one, and matrix products gain nothing from the second.
     */
    int cores() {
        int available = Runtime.getRuntime().availableProcessors();
        int counted = distinctCores();
        return counted > 0 ? Math.min(available, counted) : available;
    }

    /** Distinct pairs of package and core; 0 where it doesn't say. */
    int distinctCores() {
        Set<String> cores = new HashSet<>();
        String socket = "";
        for (String line : cpuinfo) {
            if (line.startsWith("physical id")) {
                socket = value(line);
            } else if (line.startsWith("core id")) {
                cores.add(socket + "/" + value(line));
            }
        }
        return cores.size();
    }

    /** Whether it multiplies bfloat16 by instructions of its own. */
    boolean hasBfloat16() {
        return hasAny(BFLOAT16);
    }

    /** Whether it has AVX-512 and is not Intel's: MKL is made for Intel's, and on AMD's Zen 4 slower than oneDNN. */
    boolean prefersOneDnn() {
        return hasAny(List.of("avx512f"))
                && cpuinfo.stream()
                        .filter(line -> line.startsWith("vendor_id"))
                        .noneMatch(line -> value(line).strip().equals("GenuineIntel"));
    }

    private boolean hasAny(List<String> instructions) {
        return cpuinfo.stream()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .map(line -> Arrays.asList(value(line).strip().split(" ")))
                .anyMatch(flags -> !Collections.disjoint(flags, instructions));
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1);
    }
}
