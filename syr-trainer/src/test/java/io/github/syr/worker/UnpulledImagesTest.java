package io.github.syr.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.RunCaching;
import io.github.syr.message.RunCaching.Policy;
import io.github.syr.runcache.RunCache;
import io.github.syr.runcache.RunExchange;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import io.github.syr.training.TrainTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set whose images Git LFS has not pulled, on a machine that has the run cache of another that has them. */
class UnpulledImagesTest {

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private final Map<Path, byte[]> pulled = new HashMap<>();
    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
    }

    private Request request(String output, Policy policy) {
        return SmallDataset.with(
                dataset.request(output, 1, 1e-2, 2),
                new RunCaching(folder.resolve("runs").toString(), 1_000_000_000, policy));
    }

    private List<String> run(Request request) {
        return run(request, RunExchange.NONE);
    }

    private List<String> run(Request request, RunExchange exchange) {
        notes.clear();
        List<String> lines = new ArrayList<>();
        try (Session session = new Session(request, this::take, () -> {}, exchange)) {
            lines.addAll(new MaskTask(session).run().lines());
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

    private Path datasetFolder() {
        return Path.of(request("any", Policy.AUTO).dataset().path());
    }

    /** As {@code GIT_LFS_SKIP_SMUDGE=1 git clone} leaves it: masks and images are pointers. */
    private void replaceByPointers(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(datasetFolder())) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(suffix)).toList()) {
                pulled.put(file, Files.readAllBytes(file));
                Files.writeString(file, pointer(Sha256.of(file), Files.size(file)));
            }
        }
        assertFalse(pulled.isEmpty());
    }

    private static String pointer(String sha256, long size) {
        return "version https://git-lfs.github.com/spec/v1\noid sha256:" + sha256 + "\nsize " + size + "\n";
    }

    private void pull() throws IOException {
        for (Map.Entry<Path, byte[]> file : pulled.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    @Test
    void everythingIsTakenFromTheRunCache() throws IOException {
        List<String> trained = run(request("first", Policy.AUTO));
        replaceByPointers(".png");
        List<String> taken = run(request("second", Policy.NEVER));
        assertEquals(trained.get(0), taken.get(0), "as many images in the splits");
        assertTrue(taken.get(1).startsWith("rank 2: taken from the run cache"), taken.get(1));
        assertTrue(
                notes.get(0)
                        .matches("\\d+ files of the data set, as \\S+\\.png, have not been pulled by Git LFS; masks:"
                                + " taken from the run cache \\(digest [0-9a-f]{64}\\)\\."),
                notes.get(0));
        assertFalse(notes.contains("PyTorch started"), notes.toString());
        assertEquals(
                -1, Files.mismatch(layout("first").dataset(), layout("second").dataset()));
        assertEquals(
                -1,
                Files.mismatch(layout("first").evaluation(), layout("second").evaluation()));
        assertEquals(
                -1, Files.mismatch(layout("first").adapter(2), layout("second").adapter(2)));

        try (Session check = new Session(request("second", Policy.NEVER), event -> {}, () -> {})) {
            assertEquals(List.of(), check.freshness().changesSinceEvaluation(), "what the check looks at");
        }
        List<String> again = run(request("second", Policy.NEVER));
        assertTrue(again.get(0).endsWith("up to date"), again.get(0));
        assertEquals(List.of(), notes, "nothing is taken twice");
    }

    @Test
    void pulledImagesGiveOverlaysAndTrainNothing() throws IOException {
        run(request("first", Policy.AUTO));
        replaceByPointers(".png");
        run(request("second", Policy.NEVER));
        Dataset.Image image = Dataset.read(layout("second").dataset()).images().get(0);
        assertFalse(Files.exists(layout("second").root().resolve(image.overlay())));
        pull();
        List<String> lines = run(request("second", Policy.NEVER));
        assertFalse(lines.get(0).endsWith("up to date"), lines.get(0));
        assertTrue(Files.exists(layout("second").root().resolve(image.overlay())));
        assertEquals("rank 2: up to date", lines.get(1).substring(0, 18));
    }

    @Test
    void anotherImageIsNoticedByItsPointer() throws IOException {
        run(request("first", Policy.AUTO));
        replaceByPointers(".png");
        run(request("second", Policy.NEVER));
        Path image = pulled.keySet().iterator().next();
        Files.writeString(image, pointer("0".repeat(64), 12345));
        try (Session check = new Session(request("second", Policy.NEVER), event -> {}, () -> {})) {
            assertEquals(
                    List.of(datasetFolder().relativize(image) + " in the data set has changed"),
                    check.freshness().changesSinceEvaluation());
        }
        SyrException e = assertThrows(SyrException.class, () -> run(request("second", Policy.NEVER)));
        assertTrue(e.problem().contains("Git LFS pointer"), e.problem());
        assertTrue(e.remedy().contains("git lfs pull"), e.remedy());
        assertTrue(
                notes.get(0).matches("\\d+ files .*; the run cache has no masks of them \\(digest [0-9a-f]{64}\\)\\."),
                notes.get(0));
    }

    @Test
    void whatIsToBeTrainedHasToBePulled() throws IOException {
        run(request("first", Policy.AUTO));
        replaceByPointers(".png");
        SyrException e = assertThrows(SyrException.class, () -> run(request("second", Policy.ALWAYS)));
        assertTrue(e.problem().contains("Git LFS pointer"), e.problem());
        assertTrue(e.remedy().contains("git lfs pull"), e.remedy());
    }

    @Test
    void annotationsMayBePointersToo() throws IOException {
        List<String> trained = run(request("first", Policy.AUTO));
        replaceByPointers(".json");
        assertEquals(trained.get(0), run(request("second", Policy.NEVER)).get(0));
        SyrException e = assertThrows(SyrException.class, () -> run(noCache("third")));
        assertTrue(e.problem().contains("Git LFS pointer, not the annotations themselves"), e.problem());
    }

    private Request noCache(String output) {
        return dataset.request(output, 1, 1e-2, 2);
    }

    /** Masks that were there before the repository are uploaded as trainings are. */
    @Test
    void masksAreOfferedToTheRunRepository() throws IOException {
        Request shared = SmallDataset.with(
                dataset.request("first", 1, 1e-2, 2),
                new RunCaching(folder.resolve("runs").toString(), 1_000_000_000, Policy.AUTO, true));
        Kept kept = new Kept();
        run(shared, kept);
        assertEquals(3, kept.digests.size(), "masks, rank and evaluation");
        Kept again = new Kept();
        run(shared, again);
        assertEquals(kept.digests, again.digests);
        RunCache cache = RunCache.of(shared.execution().runCache().orElseThrow(), notes::add, RunExchange.NONE);
        assertTrue(cache.pack(kept.digests.get(0), folder.resolve("masks.zip")));
    }

    private static final class Kept implements RunExchange {

        private final List<String> digests = new ArrayList<>();

        @Override
        public void fetch(String digest) {
            // the repository is empty
        }

        @Override
        public void kept(String digest) {
            digests.add(digest);
        }
    }
}
