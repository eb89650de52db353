package io.github.syr.training;

import static io.github.syr.testing.RelativeError.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.annotation.MaskBuilder;
import io.github.syr.checkpoint.Precision;
import io.github.syr.device.PyTorch;
import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.RunCaching;
import io.github.syr.message.Tuning;
import io.github.syr.session.Session;
import io.github.syr.testing.Assumed;
import io.github.syr.testing.SmallDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of the mini model that end in the middle, and are run again. */
class InterruptedTrainingTest {

    private static final int EPOCHS = 3;

    private static final List<String> RESULTS = List.of("adapter.safetensors", "history.jsonl", "run.json");

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
    }

    /** All that has a state: the recipe {@code standard} with AdamW, or the predecessor's that looks for the best. */
    private Request request(String output, Tuning tuning, int patience, OptionalInt folds) {
        return SmallDataset.with(
                dataset.request(output, 1, 1e-2, 2),
                new Request.Training(
                        List.of(2),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalInt.of(EPOCHS),
                        1,
                        OptionalDouble.of(1e-2),
                        patience,
                        20,
                        OptionalInt.empty(),
                        7,
                        tuning,
                        folds));
    }

    private Request standard(String output) {
        return standard(output, Precision.FLOAT32);
    }

    private Request standard(String output, Precision precision) {
        Tuning tuning = withDecay(Tuning.of(Tuning.Recipe.STANDARD), precision);
        return request(output, tuning, 0, OptionalInt.empty());
    }

    private static Tuning withDecay(Tuning tuning, Precision precision) {
        Tuning.Optimization how = tuning.optimization();
        return new Tuning(
                tuning.recipe(),
                tuning.targets(),
                tuning.decoder(),
                tuning.decoderRank(),
                tuning.decoderLearningRate(),
                new Tuning.Optimization(
                        Tuning.Optimizer.ADAMW,
                        0.01,
                        how.schedule(),
                        2,
                        how.maxGradientNorm(),
                        how.accumulation(),
                        how.emaDecay(),
                        how.epochChoice(),
                        precision),
                tuning.loss(),
                tuning.prompts(),
                tuning.augmentation());
    }

    private void train(Request request) {
        end(request, event -> false);
    }

    /** Trains until an event, and then as a process ends that is told to stop. */
    private void interrupt(Request request, Predicate<Event.Progress> at) {
        assertThrows(
                Interrupted.class,
                () -> end(request, event -> event instanceof Event.Progress progress && at.test(progress)));
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void end(Request request, Predicate<Event> at) {
        new MaskBuilder(request, event -> {}).build();
        notes.clear();
        try (Session session = new Session(
                request,
                event -> {
                    if (event instanceof Event.Note note) {
                        notes.add(note.text());
                    }
                    if (at.test(event)) {
                        throw new Interrupted();
                    }
                },
                () -> {})) {
            new TrainTask(session).run();
        }
    }

    private static Predicate<Event.Progress> epochIsDone(int epoch) {
        return progress -> progress.step() == epoch && progress.within().isEmpty();
    }

    private static Predicate<Event.Progress> within(int epoch, String split) {
        return progress -> progress.step() == epoch
                && progress.within().filter(w -> w.split().equals(split)).isPresent();
    }

    private static void assertSameResults(Request one, Request other, String what) throws IOException {
        for (String file : RESULTS) {
            assertEquals(
                    -1,
                    Files.mismatch(
                            new OutputLayout(one.outputFolder()).rank(2).resolve(file),
                            new OutputLayout(other.outputFolder()).rank(2).resolve(file)),
                    what + ": " + file);
        }
        assertEquals(RESULTS, files(other), what);
    }

    private static List<String> files(Request request) throws IOException {
        try (Stream<Path> files = Files.list(new OutputLayout(request.outputFolder()).rank(2))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path state(Request request) {
        return new OutputLayout(request.outputFolder()).state(2);
    }

    @Test
    void givesTheSameBytesAfterAnyEpoch() throws IOException {
        Request whole = standard("whole");
        train(whole);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            Request again = standard("after-" + epoch);
            interrupt(again, epochIsDone(epoch));
            assertEquals(List.of("history.jsonl", "state.safetensors"), files(again));
            train(again);
            assertEquals(List.of("rank 2 goes on after epoch " + epoch + " of 3."), notes);
            assertSameResults(whole, again, "after epoch " + epoch);
        }
    }

    @Test
    void alsoInBfloat16WhichGivesAlmostTheSameAdapter() throws IOException {
        Assumed.notRefused(SyrException.class, () -> PyTorch.require(Precision.BFLOAT16, Device.cpu()));
        Request exact = standard("exact");
        Request whole = standard("whole", Precision.BFLOAT16);
        Request again = standard("again", Precision.BFLOAT16);
        train(exact);
        train(whole);
        interrupt(again, epochIsDone(2));
        train(again);
        assertSameResults(whole, again, "bfloat16");
        List<Adapter.Pair> expected = adapter(exact).pairs();
        List<Adapter.Pair> actual = adapter(whole).pairs();
        for (int i = 0; i < expected.size(); i++) {
            assertNear(expected.get(i).a(), actual.get(i).a(), 0.1, "A " + i);
            assertFalse(Arrays.equals(expected.get(i).a(), actual.get(i).a()), "A " + i);
        }
    }

    private static Adapter adapter(Request of) {
        return AdapterFile.read(new OutputLayout(of.outputFolder()).rank(2).resolve("adapter.safetensors"));
    }

    @Test
    void givesTheSameBytesFromTheMiddleOfAnEpochAndOfItsValidation() throws IOException {
        Request whole = standard("whole");
        train(whole);
        Request again = standard("again");
        interrupt(again, within(1, "validation"));
        interrupt(again, within(2, "train"));
        assertEquals(List.of(), notes, "nothing was done yet to go on from");
        interrupt(again, within(3, "validation"));
        assertEquals(List.of("rank 2 goes on after epoch 1 of 3."), notes);
        train(again);
        assertEquals(List.of("rank 2 goes on after epoch 2 of 3."), notes);
        assertSameResults(whole, again, "three times");
    }

    /** An earlier epoch may be the best one, and is kept; so is what patience has waited. */
    @Test
    void keepsTheBestEpochAndItsPatience() throws IOException {
        for (int patience = 0; patience <= 1; patience++) {
            Request whole = request("whole-" + patience, Tuning.PREDECESSOR, patience, OptionalInt.empty());
            train(whole);
            int run = Files.readAllLines(new OutputLayout(whole.outputFolder()).history(2))
                    .size();
            // the last epoch is done, and nothing is left but to write the adapter of an earlier one
            for (int epoch : List.of(1, run)) {
                Request again =
                        request("again-" + patience + "-" + epoch, Tuning.PREDECESSOR, patience, OptionalInt.empty());
                interrupt(again, epochIsDone(epoch));
                train(again);
                assertSameResults(whole, again, "patience " + patience + ", after epoch " + epoch);
            }
        }
    }

    /** Folds that are done are not trained again; the one that was interrupted goes on. */
    @Test
    void goesOnWithinTheFoldsOfACrossValidation() throws IOException {
        Request whole = request("whole", Tuning.PREDECESSOR, 0, OptionalInt.of(3));
        train(whole);
        Request again = request("again", Tuning.PREDECESSOR, 0, OptionalInt.of(3));
        int[] done = {0};
        interrupt(again, progress -> progress.within().isEmpty() && ++done[0] == EPOCHS + 2);
        assertEquals(List.of("state-fold-1.safetensors", "state-fold-2.safetensors"), files(again));
        done[0] = 0;
        interrupt(again, progress -> progress.within().isEmpty() && ++done[0] == EPOCHS - 2 + EPOCHS + 1);
        assertEquals(
                List.of("rank 2 goes on after epoch 3 of 3.", "rank 2 goes on after epoch 2 of 3."),
                notes.stream().filter(note -> note.contains("goes on")).toList());
        assertTrue(files(again).contains("state.safetensors"), files(again).toString());
        train(again);
        assertEquals(4, notes.stream().filter(note -> note.contains("goes on")).count(), notes.toString());
        assertSameResults(whole, again, "folds");
    }

    /** Wherever a byte is another one: in the header's length, in the metadata, in any tensor. */
    @Test
    void beginsAnewWhereTheStateIsDamaged() throws IOException {
        Request whole = standard("whole");
        train(whole);
        Request again = standard("again");
        interrupt(again, epochIsDone(2));
        byte[] intact = Files.readAllBytes(state(again));
        StateFile.Stored stored = StateFile.read(state(again));
        assertEquals(2, stored.state().reached().epoch());
        Path damaged = folder.resolve("damaged.safetensors");
        for (int at = 0; at < intact.length; at += at < 20_000 ? 37 : intact.length / 200) {
            byte[] bytes = intact.clone();
            bytes[at] ^= 1;
            Files.write(damaged, bytes);
            assertThrows(SyrException.class, () -> StateFile.read(damaged), "byte " + at);
        }
        Files.write(damaged, new byte[] {1, 2, 3});
        assertThrows(SyrException.class, () -> StateFile.read(damaged));
        intact[intact.length - 3] ^= 0x40;
        Files.write(state(again), intact);
        train(again);
        assertEquals(
                List.of("rank 2 begins anew: " + state(again)
                        + ": is damaged: its content has another SHA-256 than it says."),
                notes);
        assertSameResults(whole, again, "damaged");
    }

    @Test
    void beginsAnewWhereSomethingHasChanged() throws IOException {
        Request request = standard("out");
        interrupt(request, epochIsDone(3));
        Request other = request("out", Tuning.PREDECESSOR, 2, OptionalInt.empty());
        interrupt(other, epochIsDone(1));
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(
                notes.get(0)
                        .startsWith("rank 2 begins anew: it was interrupted after epoch 3 of another training, which"
                                + " differs in patience (0 there, 2 here), "),
                notes.get(0));
        assertFalse(notes.get(0).contains("digest"), notes.get(0));
        assertEquals(1, StateFile.read(state(other)).state().reached().epoch());

        Path annotations = dataset.path().resolve("annotations.json");
        Files.writeString(annotations, Files.readString(annotations).replace("[20, 15, 90, 70]", "[21, 15, 90, 70]"));
        train(other);
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(
                notes.get(0)
                        .matches("rank 2 begins anew: it was interrupted after epoch 1 of another training, which"
                                + " differs in order \\(\\w+… there, \\w+… here\\), train \\(.*\\)\\."),
                notes.get(0));
        assertEquals(RESULTS, files(other));
    }

    @Test
    void beginsAnewWithAnotherNumberOfThreads() throws IOException {
        Request request = standard("out");
        interrupt(request, epochIsDone(1));
        StateFile.Stored stored = StateFile.read(state(request));
        String threads = stored.inputs().get("threads");
        Map<String, String> inputs = new TreeMap<>(stored.inputs());
        inputs.put("threads", "77");
        StateFile.write(state(request), inputs, stored.state());
        train(request);
        assertEquals(
                List.of("rank 2 begins anew: it was interrupted after epoch 1 of another training, which differs in"
                        + " threads (77 there, " + threads + " here)."),
                notes);
    }

    @Test
    void beginsAnewWhereTheUserWantsIt() throws IOException {
        Request whole = standard("whole");
        train(whole);
        Request request = SmallDataset.with(
                standard("out"),
                new RunCaching(folder.resolve("runs").toString(), 1_000_000_000, RunCaching.Policy.ALWAYS));
        interrupt(request, epochIsDone(2));
        train(request);
        assertEquals(List.of("rank 2 begins anew: -Dsyr.train=always asks for it."), notes);
        assertSameResults(whole, request, "always");
    }

    /** A process may be killed between its last two acts. */
    @Test
    void leavesNoStateBesideARankThatIsDone() throws IOException {
        Request request = standard("out");
        interrupt(request, epochIsDone(1));
        byte[] state = Files.readAllBytes(state(request));
        train(request);
        Files.write(state(request), state);
        Files.write(state(request).resolveSibling(".state.safetensors.1234.partial"), state);
        train(request);
        assertEquals(RESULTS, files(request));
        assertEquals(List.of(), notes);
    }
}
