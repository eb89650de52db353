package io.github.syr.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.image.BinaryMask;
import io.github.syr.io.Sha256;
import io.github.syr.mask.PngFile;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.ReleaseEvaluation;
import io.github.syr.message.ReleaseRequest;
import io.github.syr.message.Request;
import io.github.syr.message.RunCaching;
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

/** A released adapter on today's test images, with the mini model; the release is today's rank 2. */
class ReleaseMainTest {

    @TempDir
    private Path folder;

    private final List<Event> events = new ArrayList<>();
    private SmallDataset dataset;
    private Path adapter;

    @BeforeEach
    void train() throws IOException {
        dataset = SmallDataset.in(folder);
        Request request = today("syr");
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, () -> {})) {
            new TrainTask(session).run();
            new EvaluateTask(session).run();
        }
        adapter = Files.copy(layout("syr").adapter(2), folder.resolve("released.safetensors"));
    }

    private Request today(String output) {
        return SmallDataset.with(
                dataset.request(output, 1, 1e-2, 2),
                new RunCaching(folder.resolve("runs").toString(), 1_000_000_000, RunCaching.Policy.AUTO));
    }

    private OutputLayout layout(String output) {
        return new OutputLayout(folder.resolve(output));
    }

    private Event.Result run(Request today) throws IOException {
        events.clear();
        ReleaseRequest request =
                new ReleaseRequest(ReleaseRequest.SCHEMA, today, "1.0", adapter.toString(), Sha256.of(adapter));
        Path json = Files.writeString(folder.resolve("request.json"), request.toJson());
        return ReleaseMain.run(ReleaseRequest.read(json), events::add);
    }

    private boolean startedPyTorch() {
        return events.stream().anyMatch(Event.Started.class::isInstance);
    }

    @Test
    void itsFiguresAreThoseOfTheSameAdapterToday() throws IOException {
        Event.Result result = run(today("syr"));
        Evaluation.Model same =
                Evaluation.read(layout("syr").evaluation()).model("rank-2").orElseThrow();
        ReleaseEvaluation release = ReleaseEvaluation.read(layout("syr").releaseEvaluation());
        assertEquals("1.0", release.release());
        assertEquals(same.test(), release.test());
        assertEquals(1, release.images().size());
        Evaluation.ImageScores image = release.images().get(0);
        assertEquals(same.images().get(0).sha256(), image.sha256());
        assertEquals(same.images().get(0).scores(), image.scores());
        assertEquals("overlays/release/d.png.png", image.overlay());
        for (String file : List.of("overlays/%s/d.png.png", "predictions/%s/test/d.png")) {
            assertEquals(
                    -1,
                    Files.mismatch(
                            layout("syr").root().resolve(file.replace("%s", "rank-2")),
                            layout("syr").root().resolve(file.replace("%s", "release"))),
                    file);
        }
        assertFalse(result.upToDate());
        assertTrue(
                result.lines().get(0).matches("1\\.0 on today's test images: mean Dice \\d\\.\\d{4}"),
                result.lines().toString());
    }

    @Test
    void isEvaluatedOnceAndKeptInTheRunCache() throws IOException {
        run(today("syr"));
        String evaluation = Files.readString(layout("syr").releaseEvaluation());
        assertTrue(run(today("syr")).upToDate());
        assertFalse(startedPyTorch());

        new MaskBuilder(today("other"), event -> {}).build();
        assertTrue(run(today("other")).upToDate());
        assertFalse(startedPyTorch());
        assertEquals(evaluation, Files.readString(layout("other").releaseEvaluation()));
        assertTrue(Files.exists(layout("other").root().resolve("overlays/release/d.png.png")));
    }

    @Test
    void isEvaluatedAgainWhereAFileIsGoneOrDamaged() throws IOException {
        Request uncached = dataset.request("syr", 1, 1e-2, 2);
        run(uncached);
        String expected = Files.readString(layout("syr").releaseEvaluation());
        Files.writeString(layout("syr").releaseEvaluation(), expected.substring(1));
        assertFalse(run(uncached).upToDate());
        assertEquals(expected, Files.readString(layout("syr").releaseEvaluation()));
        Files.delete(layout("syr").root().resolve("predictions/release/test/d.png"));
        assertFalse(run(uncached).upToDate());
        assertTrue(run(uncached).upToDate());
    }

    @Test
    void aCorrectedMaskIsAnotherEvaluation() throws IOException {
        run(today("syr"));
        double before =
                ReleaseEvaluation.read(layout("syr").releaseEvaluation()).test().dice();
        BinaryMask corrected = new BinaryMask(120, 90);
        corrected.set(30, 40, true);
        corrected.set(60, 50, true);
        PngFile.write(dataset.path().resolve("masks/d.png"), corrected);
        new MaskBuilder(today("syr"), event -> {}).build();
        assertFalse(run(today("syr")).upToDate());
        assertTrue(Math.abs(before
                        - ReleaseEvaluation.read(layout("syr").releaseEvaluation())
                                .test()
                                .dice())
                > 0.01);
    }

    @Test
    void refusesAFileThatIsNoAdapter() throws IOException {
        Files.write(adapter, Files.readAllBytes(layout("syr").root().resolve("dataset.json")));
        assertThrows(SyrException.class, () -> run(today("syr")));
        assertFalse(Files.exists(layout("syr").releaseEvaluation()));
    }
}
