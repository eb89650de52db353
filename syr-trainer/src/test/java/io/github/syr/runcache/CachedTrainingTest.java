package io.github.syr.runcache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.message.RunCaching;
import io.github.syr.message.RunCaching.Policy;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import io.github.syr.training.TrainTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings and evaluations of the mini model that another output folder takes from the cache. */
class CachedTrainingTest {

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
    }

    private Request request(String output, Policy policy, double learningRate) {
        return SmallDataset.with(
                dataset.request(output, 1, learningRate, 2),
                new RunCaching(folder.resolve("runs").toString(), 1_000_000_000, policy));
    }

    private List<String> run(Request request) {
        return run(request, RunExchange.NONE);
    }

    private List<String> run(Request request, RunExchange exchange) {
        new MaskBuilder(request, event -> {}).build();
        notes.clear();
        List<String> lines = new ArrayList<>();
        try (Session session = new Session(request, this::take, () -> {}, exchange)) {
            lines.addAll(new TrainTask(session).run().lines());
            lines.addAll(new EvaluateTask(session).run().lines());
        }
        return lines;
    }

    private void take(Event event) {
        if (event instanceof Event.Note note) {
            notes.add(note.text());
        } else if (event instanceof Event.Started) {
            notes.add("PyTorch started");
        }
    }

    private OutputLayout layout(String output) {
        return new OutputLayout(folder.resolve(output));
    }

    @Test
    void anotherFolderTakesTheSameBytesAndStartsNoPyTorch() throws IOException {
        List<String> trained = run(request("first", Policy.AUTO, 1e-2));
        assertTrue(trained.get(0).startsWith("rank 2: trained, "), trained.get(0));
        List<String> taken = run(request("second", Policy.NEVER, 1e-2));
        String digest = Run.read(layout("first").run(2)).digest();
        assertTrue(
                taken.get(0).startsWith("rank 2: taken from the run cache (digest " + digest + "), validation Dice "),
                taken.get(0));
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(notes.get(0).startsWith("evaluation: taken from the run cache (digest "), notes.get(0));
        for (Path file : List.of(
                layout("first").adapter(2),
                layout("first").history(2),
                layout("first").run(2),
                layout("first").evaluation(),
                layout("first").selfTest(),
                layout("first").root().resolve("overlays/rank-2/d.png.png"),
                layout("first").root().resolve("predictions/rank-2/test/d.png"))) {
            Path other = layout("second").root().resolve(layout("first").root().relativize(file));
            assertEquals(-1, Files.mismatch(file, other), file.toString());
        }
        assertEquals(
                "rank 2: up to date",
                run(request("second", Policy.NEVER, 1e-2)).get(0).substring(0, 18));
    }

    @Test
    void neverNamesTheInputThatDiffers() {
        Request none = request("first", Policy.NEVER, 1e-2);
        assertTrue(
                assertThrows(SyrException.class, () -> run(none)).problem().endsWith("No training is in the cache."));
        run(request("first", Policy.AUTO, 1e-2));
        String there = Run.read(layout("first").run(2)).digest();
        SyrException e = assertThrows(SyrException.class, () -> run(request("second", Policy.NEVER, 2e-2)));
        assertTrue(
                e.problem()
                        .startsWith("Rank 2 is neither in " + layout("second").rank(2) + " nor in the run cache "
                                + folder.resolve("runs") + ": no entry has the digest "),
                e.problem());
        assertTrue(
                e.problem()
                        .endsWith("The nearest entry, " + there + ", differs in learningRate (0.01 there, 0.02 here)."),
                e.problem());
        assertTrue(e.remedy().contains("mvn syr:train -Dsyr.train=auto"), e.remedy());
    }

    @Test
    void alwaysTrainsAndStores() {
        run(request("first", Policy.ALWAYS, 1e-2));
        assertTrue(run(request("second", Policy.ALWAYS, 1e-2)).get(0).startsWith("rank 2: trained, "));
        assertTrue(run(request("third", Policy.AUTO, 1e-2)).get(0).startsWith("rank 2: taken from the run cache"));
    }

    @Test
    void aDamagedEntryIsTrainedAnew() throws IOException {
        run(request("first", Policy.AUTO, 1e-2));
        String digest = Run.read(layout("first").run(2)).digest();
        Path kept = folder.resolve("runs").resolve(digest).resolve("content/adapters/rank-2/adapter.safetensors");
        byte[] bytes = Files.readAllBytes(kept);
        bytes[bytes.length - 1] ^= 1;
        Files.write(kept, bytes);
        assertTrue(run(request("second", Policy.AUTO, 1e-2)).get(0).startsWith("rank 2: trained, "));
        assertTrue(notes.get(0).contains(digest) && notes.get(0).contains("is damaged and not used"), notes.get(0));
        assertEquals(-1, Files.mismatch(layout("second").adapter(2), kept), "stored anew");
        assertFalse(notes.get(notes.size() - 1).contains("damaged"));
    }

    @Test
    void evaluatesAgainWhereThatIsAsked() throws IOException {
        run(request("first", Policy.AUTO, 1e-2));
        byte[] evaluation = Files.readAllBytes(layout("first").evaluation());
        for (String output : List.of("first", "second")) {
            run(SmallDataset.with(
                    dataset.request(output, 1, 1e-2, 2),
                    new RunCaching(folder.resolve("runs").toString(), 1_000_000_000, Policy.NEVER, false, true)));
            assertEquals(List.of("PyTorch started"), notes);
            assertArrayEquals(evaluation, Files.readAllBytes(layout(output).evaluation()));
        }
    }

    /** Another machine: its cache is empty, and what it lacks comes as a file. */
    @Test
    void anotherMachineTakesWhatThisOneKept() throws IOException {
        List<String> kept = new ArrayList<>();
        Path archives = Files.createDirectories(folder.resolve("archives"));
        Request trained = SmallDataset.with(
                dataset.request("first", 1, 1e-2, 2),
                new RunCaching(folder.resolve("runs").toString(), 1_000_000_000, Policy.AUTO, true));
        RunCache here = RunCache.of(trained.execution().runCache().orElseThrow(), notes::add, RunExchange.NONE);
        run(trained, new RunExchange() {
            @Override
            public void fetch(String digest) {
                // the repository is empty
            }

            @Override
            public void kept(String digest) {
                kept.add(digest);
            }
        });
        assertEquals(2, kept.size(), "the rank, and the evaluation");
        for (String digest : kept) {
            assertTrue(here.pack(digest, archives.resolve(digest)));
        }

        Request other = SmallDataset.with(
                dataset.request("second", 1, 1e-2, 2),
                new RunCaching(folder.resolve("other-runs").toString(), 1_000_000_000, Policy.NEVER, true));
        RunCache there = RunCache.of(other.execution().runCache().orElseThrow(), notes::add, RunExchange.NONE);
        List<String> asked = new ArrayList<>();
        List<String> lines = run(other, new RunExchange() {
            @Override
            public void fetch(String digest) {
                asked.add(digest);
                assertDoesNotThrow(() -> there.unpack(digest, archives.resolve(digest)));
            }

            @Override
            public void kept(String digest) {}
        });
        assertEquals(kept, asked);
        assertTrue(lines.get(0).startsWith("rank 2: taken from the run cache"), lines.get(0));
        assertEquals(
                -1, Files.mismatch(layout("first").adapter(2), layout("second").adapter(2)));
        assertEquals(
                -1,
                Files.mismatch(layout("first").evaluation(), layout("second").evaluation()));

        // what is up to date is told of, too: it may have been trained before there was a run repository
        List<String> offered = new ArrayList<>();
        run(trained, new RunExchange() {
            @Override
            public void fetch(String digest) {}

            @Override
            public void kept(String digest) {
                offered.add(digest);
            }
        });
        assertEquals(kept, offered);
    }

    @Test
    void neverNamesTheRunRepository() {
        Request none = SmallDataset.with(
                dataset.request("first", 1, 1e-2, 2),
                new RunCaching(folder.resolve("runs").toString(), 1_000_000_000, Policy.NEVER, true));
        SyrException e = assertThrows(SyrException.class, () -> run(none));
        assertTrue(e.problem().contains(" nor in the run repository: no entry has the digest "), e.problem());
        assertTrue(e.remedy().contains("mvn syr:evaluate -Dsyr.train=auto -Dsyr.runUpload"), e.remedy());
    }
}
