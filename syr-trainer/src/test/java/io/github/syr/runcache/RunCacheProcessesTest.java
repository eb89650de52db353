package io.github.syr.runcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds at once, each a process of its own, on a cache that is too small for what they keep. */
@Timeout(120)
class RunCacheProcessesTest {

    private static final int PROCESSES = 3;
    private static final int ROUNDS = 150;

    @TempDir
    private Path folder;

    /** One build: stores, takes and removes what the others do as well. */
    static final class Build {

        private Build() {}

        public static void main(String[] arguments) throws IOException {
            Path runs = Path.of(arguments[0]);
            Path root = Path.of(arguments[1]);
            Random random = new Random(Long.parseLong(arguments[2]));
            List<String> warnings = new ArrayList<>();
            RunCache cache = new RunCache(runs, 60_000, InstantSource.system(), warnings::add);
            int taken = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String name = String.valueOf(random.nextInt(5));
                Path weights = root.resolve("rank-" + name + "/weights");
                String expected = name.repeat(20_000);
                if (cache.restore(Sha256.of(name), root)) {
                    taken++;
                    require(Files.readString(weights).equals(expected), "round " + round + ": other weights");
                } else {
                    Files.createDirectories(weights.getParent());
                    Files.writeString(weights, expected);
                    Path run = Files.writeString(weights.resolveSibling("run.json"), "{}");
                    cache.store(
                            new EntryLabel(EntryLabel.Kind.TRAINING, Sha256.of(name), "rank-" + name, "tiny", Map.of()),
                            root,
                            List.of(weights, run));
                }
            }
            require(warnings.isEmpty(), warnings.toString());
            System.out.println(taken);
        }

        private static void require(boolean holds, String problem) {
            if (!holds) {
                throw new IllegalStateException(problem);
            }
        }
    }

    private Process start(int number) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Build.class.getName(),
                        folder.resolve("runs").toString(),
                        folder.resolve("output-" + number).toString(),
                        String.valueOf(number))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log-" + number).toFile())
                .start();
    }

    @Test
    void disturbEachOtherNeitherInStoringNorInTaking() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(start(i));
        }
        int taken = 0;
        for (int i = 0; i < PROCESSES; i++) {
            assertTrue(processes.get(i).waitFor(100, TimeUnit.SECONDS));
            String log = Files.readString(folder.resolve("log-" + i), StandardCharsets.UTF_8);
            assertEquals(0, processes.get(i).exitValue(), log);
            taken += Integer.parseInt(log.strip());
        }
        assertTrue(taken > 0, "entries were taken");
        RunCache cache = new RunCache(folder.resolve("runs"), 60_000, InstantSource.system(), text -> {});
        cache.prune();
        List<Slot> entries = cache.entries();
        assertTrue(!entries.isEmpty() && entries.size() <= 2, entries.toString());
        entries.forEach(slot -> assertTrue(slot.damage().isEmpty(), slot.toString()));
        try (Stream<Path> left = Files.list(folder.resolve("runs"))) {
            assertEquals(entries.size(), left.count(), "nothing is left of what was being written or deleted");
        }
    }
}
