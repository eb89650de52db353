package io.github.syr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds of the machine's memory, on Linux. */
public final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    public static boolean isKnown() {
        return Files.exists(STATUS);
    }

    /** In KiB. */
    public static long kib() {
        return kib("VmRSS:");
    }

    /** The most that it ever held, in KiB. */
    public static long peakKib() {
        return kib("VmHWM:");
    }

    private static long kib(String name) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
