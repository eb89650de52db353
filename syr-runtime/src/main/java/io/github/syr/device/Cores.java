package io.github.syr.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How many cores compute: hyper-threads share one, and matrix products gain nothing from the second. */
final class Cores {

    private Cores() {}

    /** Physical cores that this process may use; the processors Java sees where nobody knows better. */
    static int physical() {
        int available = Runtime.getRuntime().availableProcessors();
        try {
            int counted = count(Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8));
            return counted > 0 ? Math.min(available, counted) : available;
        } catch (IOException e) {
            return available;
        }
    }

    /** Distinct pairs of package and core in Linux' {@code /proc/cpuinfo}; 0 where it doesn't say. */
    static int count(List<String> cpuinfo) {
        Set<String> cores = new HashSet<>();
        String socket = "";
        for (String line : cpuinfo) {
            if (line.startsWith("physical id")) {
                socket = line.substring(line.indexOf(':') + 1);
            } else if (line.startsWith("core id")) {
                cores.add(socket + "/" + line.substring(line.indexOf(':') + 1));
            }
        }
        return cores.size();
    }
}
