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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes of their own. */
@Timeout(300)
class TrainingProcessTest {

    private static final int EPOCHS = 6;

    private static final List<String> RESULTS = List.of(
            "adapters/rank-2/adapter.safetensors",
            "adapters/rank-2/history.jsonl",
            "adapters/rank-2/run.json",
            "dataset.json",
            "evaluation.json",
            "selftest.safetensors");

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

    private List<Event> run(Request request) throws Exception {
        Process process = start(request);
        List<Event> events = new ArrayList<>();
        assertTrue(
                reads(process, event -> events.add(event) && event instanceof Event.Result),
                Files.readString(folder.resolve("log")));
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        return events;
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
     * Killed within an epoch, within its validation and when it is done, it leaves nothing that could be taken for a
     * result. The next run goes on after the last epoch that is done, and gives the same bytes.
     */
    @Test
    void aKilledTrainingGoesOn() throws Exception {
        Request undisturbed = longer("undisturbed");
        run(undisturbed);
        assertGoesOn(undisturbed, "done", 1, "");
        assertGoesOn(undisturbed, "train", 2, "train");
        assertGoesOn(undisturbed, "validation", 3, "validation");
    }

    /** So many epochs that a process is not at its end before it is killed. */
    private Request longer(String output) {
        Request request = dataset.request(output, 1, 1e-2, 2);
        Request.Training t = request.training();
        return SmallDataset.with(
                request,
                new Request.Training(
                        t.ranks(),
                        t.alpha(),
                        t.blocks(),
                        OptionalInt.of(EPOCHS),
                        t.batchSize(),
                        t.learningRate(),
                        t.patience(),
                        t.jitter(),
                        t.lossSize(),
                        t.seed()));
    }

    /** @param split within which the process is killed after the epoch; when that is done where it is empty */
    private void assertGoesOn(Request undisturbed, String output, int done, String split) throws Exception {
        Request killed = longer(output);
        Process process = start(killed);
        assertTrue(reads(
                process,
                event -> event instanceof Event.Progress step
                        && step.stage().equals("train")
                        && step.step() == (split.isEmpty() ? done : done + 1)
                        && step.within().map(Event.Within::split).orElse("").equals(split)));
        process.destroyForcibly();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        OutputLayout layout = new OutputLayout(killed.outputFolder());
        assertFalse(Files.exists(layout.run(2)));
        assertFalse(Files.exists(layout.adapter(2)));
        assertFalse(Files.exists(layout.evaluation()));
        // the process may have come further before it was gone
        List<String> notes = run(killed).stream()
                .filter(event -> event instanceof Event.Note note && note.text().contains(" goes on after epoch "))
                .map(event -> ((Event.Note) event).text())
                .toList();
        assertEquals(1, notes.size(), notes.toString());
        int from = Integer.parseInt(
                notes.get(0).replaceAll("rank 2 goes on after epoch (\\d+) of " + EPOCHS + "\\.", "$1"));
        assertTrue(from >= done, notes.toString());
        assertSameResults(undisturbed, killed);
        assertEquals(
                Set.of("adapter.safetensors", "history.jsonl", "run.json"),
                Set.of(layout.rank(2).toFile().list()));
        try (var files = Files.list(killed.outputFolder())) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("scratch") || name.endsWith(".tmp"))
                            .toList());
        }
    }
}
