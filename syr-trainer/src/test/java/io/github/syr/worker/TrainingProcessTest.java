package io.github.syr.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.testing.SmallDataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes of their own. */
@Timeout(120)
class TrainingProcessTest {

    private static final List<String> RESULTS = List.of(
            "adapters/rank-2/adapter.safetensors",
            "adapters/rank-2/history.jsonl",
            "adapters/rank-2/run.json",
            "dataset.json",
            "evaluation.json");

    @TempDir
    private Path folder;

    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
    }

    private Process start(Request request) throws IOException {
        Files.createDirectories(request.outputFolder());
        Path file = new OutputLayout(request.outputFolder()).request();
        Files.writeString(file, request.toJson());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        file.toString())
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    /** Reads events until one fits, or to the end. */
    private static boolean reads(Process process, Predicate<Event> wanted) throws IOException {
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (Event.ofLine(line).filter(wanted).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void run(Request request) throws Exception {
        Process process = start(request);
        assertTrue(reads(process, Event.Result.class::isInstance), Files.readString(folder.resolve("log")));
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }

    private static void assertSameResults(Request one, Request other) throws IOException {
        for (String file : RESULTS) {
            assertArrayEquals(
                    Files.readAllBytes(one.outputFolder().resolve(file)),
                    Files.readAllBytes(other.outputFolder().resolve(file)),
                    file);
        }
    }

    @Test
    void twoJvmsGiveTheSameBytes() throws Exception {
        Request one = dataset.request("one", 1, 1e-2, 2);
        Request two = dataset.request("two", 1, 1e-2, 2);
        run(one);
        run(two);
        assertSameResults(one, two);
    }

    /**
     * Killed within its second epoch, it leaves nothing that could be taken for a result, and the next run is whole.
     */
    @Test
    void aKilledTrainingIsRunAgain() throws Exception {
        Request undisturbed = dataset.request("undisturbed", 1, 1e-2, 2);
        run(undisturbed);
        Request killed = dataset.request("killed", 1, 1e-2, 2);
        Process process = start(killed);
        assertTrue(reads(
                process,
                event -> event instanceof Event.Progress step
                        && step.stage().equals("train")
                        && step.step() == 2
                        && step.within().isPresent()));
        process.destroyForcibly();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        OutputLayout layout = new OutputLayout(killed.outputFolder());
        assertFalse(Files.exists(layout.run(2)));
        assertFalse(Files.exists(layout.adapter(2)));
        assertFalse(Files.exists(layout.evaluation()));
        run(killed);
        assertSameResults(undisturbed, killed);
        try (var files = Files.list(killed.outputFolder())) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("scratch") || name.endsWith(".tmp"))
                            .toList());
        }
    }
}
