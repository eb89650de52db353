package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.Blocks;
import io.github.syr.annotation.MaskBuilder;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.freshness.Freshness;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Samples;
import io.github.syr.session.Session;
import io.github.syr.testing.RelativeError;
import io.github.syr.testing.SmallDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks, training and evaluation of a small data set on the mini model. */
class RankTrainerTest {

    @TempDir
    private Path folder;

    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
    }

    private static final Runnable NEVER = () -> {};

    private Event.Result train(Request request, List<Event> events) {
        new MaskBuilder(request, events::add).build();
        try (Session session = new Session(request, events::add, NEVER)) {
            return new TrainTask(session).run();
        }
    }

    private static Event.Result evaluate(Request request, List<Event> events) {
        try (Session session = new Session(request, events::add, NEVER)) {
            return new EvaluateTask(session).run();
        }
    }

    @Test
    void sameSeedSameBytes() throws IOException {
        Request one = dataset.request("one", 1, 1e-2, 2);
        Request two = dataset.request("two", 1, 1e-2, 2);
        train(one, new ArrayList<>());
        train(two, new ArrayList<>());
        for (String file : List.of("adapter.safetensors", "history.jsonl", "run.json")) {
            Path first = new OutputLayout(one.outputFolder()).rank(2).resolve(file);
            Path second = new OutputLayout(two.outputFolder()).rank(2).resolve(file);
            assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second), file);
        }
        Adapter adapter = AdapterFile.read(new OutputLayout(one.outputFolder()).adapter(2));
        assertEquals(8, adapter.pairs().size());
        assertFalse(adapter.learnedNothing());
    }

    @Test
    void trainsExactlyWhatChanged() {
        Request request = dataset.request("out", 2, 1e-2, 1, 2);
        assertFalse(train(request, new ArrayList<>()).upToDate());
        List<Event> events = new ArrayList<>();
        assertTrue(train(request, events).upToDate());
        assertTrue(events.stream().noneMatch(Event.Started.class::isInstance), "nothing is loaded for nothing");
        events.clear();
        train(dataset.request("out", 2, 1e-2, 1, 2, 3), events);
        assertEquals(
                List.of(3, 3, 3),
                events.stream()
                        .filter(e -> e instanceof Event.Progress p && p.within().isEmpty())
                        .map(e -> ((Event.Progress) e).rank())
                        .filter(r -> r > 0)
                        .toList());
        events.clear();
        train(dataset.request("out", 2, 2e-2, 1), events);
        assertEquals(
                3,
                events.stream()
                        .filter(e -> e instanceof Event.Progress p
                                && p.rank() == 1
                                && p.within().isEmpty())
                        .count());
    }

    /** Two training images and one to validate, three epochs: each image of each epoch, and how long the rest takes. */
    @Test
    void tellsEachImage() {
        List<Event> events = new ArrayList<>();
        train(dataset.request("out", 1, 1e-2, 2), events);
        List<Event.Progress> steps = events.stream()
                .filter(e -> e instanceof Event.Progress p && p.stage().equals("train"))
                .map(Event.Progress.class::cast)
                .toList();
        assertEquals(
                List.of("1 train 1/2", "1 train 2/2", "1 validation 1/1", "1 done"),
                steps.stream()
                        .limit(4)
                        .map(step -> step.step() + " "
                                + step.within()
                                        .map(w -> w.split() + " " + w.image() + "/" + w.images())
                                        .orElse("done"))
                        .toList());
        assertEquals(12, steps.size());
        assertTrue(steps.stream().allMatch(step -> step.secondsLeft().isPresent()));
        double evaluation = steps.get(11).secondsLeft().orElseThrow();
        assertTrue(evaluation > 0, "the request goes on to the evaluation");
    }

    @Test
    void saysWhereTheLastEpochIsTheBest() throws IOException {
        Request request = dataset.request("out", 1, 1e-2, 2);
        Event.Result result = train(request, new ArrayList<>());
        Run run = Run.read(new OutputLayout(request.outputFolder()).run(2));
        String line = result.lines().get(0);
        assertEquals(
                run.keptEpoch() == 3,
                line.endsWith(" of 3, the last one: it may still improve, so raise <epochs>"),
                line);
    }

    /**
     * A run.json of another version, or damaged, is no reason to fail: the rank is trained again, and the log says why.
     */
    @Test
    void trainsAgainWhereARunCannotBeRead() throws IOException {
        Request request = dataset.request("out", 2, 1e-2, 1);
        train(request, new ArrayList<>());
        Path run = new OutputLayout(request.outputFolder()).run(1);
        for (String content : List.of("{", "{\"schema\": \"syr/run/0\"}")) {
            Files.writeString(run, content);
            List<Event> events = new ArrayList<>();
            assertFalse(train(request, events).upToDate());
            List<String> notes = events.stream()
                    .filter(Event.Note.class::isInstance)
                    .map(e -> ((Event.Note) e).text())
                    .filter(text -> !text.contains(" for validation: too few"))
                    .toList();
            assertEquals(1, notes.size(), notes.toString());
            assertTrue(notes.get(0).startsWith("rank 1 is trained again: " + run + ": "), notes.get(0));
        }
        assertTrue(train(request, new ArrayList<>()).upToDate());
    }

    /** Checkpoint, PyTorch and validation images are there once, whatever the tasks of a request. */
    @Test
    void tasksOfOneRequestShareASession() {
        Request request = dataset.request("out", 1, 1e-2, 1, 2);
        List<Event> events = new ArrayList<>();
        new MaskBuilder(request, events::add).build();
        try (Session session = new Session(request, events::add, NEVER)) {
            new TrainTask(session).run();
            var validation = session.samples(Split.VALIDATION);
            new EvaluateTask(session).run();
            assertSame(validation, session.samples(Split.VALIDATION));
        }
        assertEquals(1, events.stream().filter(Event.Started.class::isInstance).count());
        assertFalse(Files.exists(request.outputFolder().resolve("scratch-validation")));
    }

    @Test
    void evaluatesOnceAndNoticesWhatIsNotOfToday() throws IOException {
        Request request = dataset.request("out", 1, 1e-2, 1, 2);
        train(request, new ArrayList<>());
        List<Event> events = new ArrayList<>();
        Event.Result first = evaluate(request, events);
        assertFalse(first.upToDate());
        Evaluation evaluation = new Freshness(request).requireEvaluation();
        assertEquals(
                List.of("baseline", "rank-1", "rank-2"),
                evaluation.models().stream().map(Evaluation.Model::name).toList());
        Run run = Run.read(new OutputLayout(request.outputFolder()).run(1));
        assertEquals(
                run.validationDice(),
                evaluation.model("rank-1").orElseThrow().validation().dice(),
                1e-3);
        Event.Result second = evaluate(request, events);
        assertTrue(second.upToDate());
        assertEquals(first.lines(), second.lines());

        assertStale(dataset.request("out", 1, 3e-2, 1, 2), "the parameters of the training have changed");
        Path adapter = new OutputLayout(request.outputFolder()).adapter(2);
        byte[] bytes = Files.readAllBytes(adapter);
        bytes[bytes.length - 1] ^= 1;
        Files.write(adapter, bytes);
        assertStale(request, "rank-2's adapter is another");
        bytes[bytes.length - 1] ^= 1;
        Files.write(adapter, bytes);
        new Freshness(request).requireEvaluation();
        Files.copy(
                dataset.path().resolve("masks/b.png"),
                dataset.path().resolve("masks/a.png"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertStale(request, "masks/a.png in the data set has changed");
    }

    private static void assertStale(Request request, String why) {
        SyrException e = assertThrows(SyrException.class, () -> new Freshness(request).requireEvaluation());
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().contains("mvn syr:evaluate"), e.getMessage());
    }

    @Test
    void refusesARankBeyondTheWidthAndBlocksThatAreNot() {
        Request wide = dataset.request("out", 1, 1e-2, 33);
        assertTrue(assertThrows(SyrException.class, () -> train(wide, new ArrayList<>()))
                .getMessage()
                .contains("32 wide"));
        Request.Training t = wide.training();
        Request blocks = SmallDataset.with(
                wide,
                new Request.Training(
                        List.of(2),
                        t.alpha(),
                        Optional.of(new Blocks(2, 4)),
                        t.epochs(),
                        1,
                        t.learningRate(),
                        0,
                        20,
                        t.lossSize(),
                        0));
        assertTrue(assertThrows(SyrException.class, () -> train(blocks, new ArrayList<>()))
                .getMessage()
                .contains("4 blocks"));
    }

    @Test
    void stopsAtALossThatIsNoNumber() {
        Request request = dataset.request("out", 1, 1e30, 2);
        SyrException e = assertThrows(SyrException.class, () -> train(request, new ArrayList<>()));
        assertEquals(SyrException.Kind.TRAINING_FAILED, e.kind());
        assertTrue(e.getMessage().matches("(?s)rank 2, epoch \\d: the loss of [ab]\\.png is NaN.*"), e.getMessage());
        assertFalse(Files.exists(new OutputLayout(request.outputFolder()).run(2)));
    }

    /** With one step an epoch, no loss is taken with the weights that it gives. */
    @Test
    void stopsAtWeightsThatDivergeInTheLastStep() {
        Request request = dataset.request("out", 2, 1e30, 2);
        SyrException e = assertThrows(SyrException.class, () -> train(request, new ArrayList<>()));
        assertEquals(SyrException.Kind.TRAINING_FAILED, e.kind());
        assertEquals("the logits of c.png are NaN or infinite: the weights have diverged.", e.problem());
        assertFalse(Files.exists(new OutputLayout(request.outputFolder()).adapter(2)));
    }

    /** The order of the images, and so their jitter, depends on their names. */
    @Test
    void trainsAgainWhereARenameChangesTheOrder() throws IOException {
        Request request = dataset.request("out", 1, 1e-2, 1);
        train(request, new ArrayList<>());
        rename("c", "x");
        assertTrue(train(request, new ArrayList<>()).upToDate(), "the only one of its split");
        rename("a", "z");
        assertFalse(train(request, new ArrayList<>()).upToDate());
    }

    private void rename(String from, String to) throws IOException {
        Path annotations = dataset.path().resolve("annotations.json");
        Files.writeString(
                annotations, Files.readString(annotations).replace("{\"" + from + ".png\"", "{\"" + to + ".png\""));
        String folder = from.equals("a") ? "train/images" : "validation/images";
        Files.move(
                dataset.path().resolve(folder).resolve(from + ".png"),
                dataset.path().resolve(folder).resolve(to + ".png"));
    }

    @Test
    void refusesAnAdapterThatLearnedNothing() {
        Request request = dataset.request("out", 1, 1e-60, 2);
        SyrException e = assertThrows(SyrException.class, () -> train(request, new ArrayList<>()));
        assertTrue(e.getMessage().contains("B is still all zero"), e.getMessage());
    }

    /** The loss is taken at lossSize; validation and test are at the image's own. */
    @Test
    void lossSizeBoundsTheMasksOfTraining() {
        Request request = dataset.request("out", 1, 1e-2, 2);
        Request.Training t = request.training();
        Request small = SmallDataset.with(
                request,
                new Request.Training(
                        t.ranks(),
                        t.alpha(),
                        t.blocks(),
                        t.epochs(),
                        t.batchSize(),
                        t.learningRate(),
                        t.patience(),
                        t.jitter(),
                        OptionalInt.of(60),
                        t.seed()));
        new MaskBuilder(small, event -> {}).build();
        try (Session session = new Session(small, event -> {}, NEVER)) {
            assertEquals(List.of("60 x 45", "60 x 60"), maskSizes(session.samples(Split.TRAIN)));
            assertEquals(List.of("100 x 150"), maskSizes(session.samples(Split.VALIDATION)));
            assertEquals(List.of("120 x 90"), maskSizes(session.samples(Split.TEST)));
        }
    }

    private static List<String> maskSizes(Samples samples) {
        return java.util.stream.IntStream.range(0, samples.size())
                .mapToObj(i -> samples.get(i).objects().get(0).mask())
                .map(mask -> mask.width() + " x " + mask.height())
                .toList();
    }

    /** Images of 120 x 90 and 64 x 64 in one batch: the gradient is the mean of both. */
    @Test
    void aBatchOfImagesOfDifferentSizesIsTheMeanOfThem() {
        Request request = dataset.request("out", 1, 1e-2, 2);
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, NEVER);
                Sam sam = Sam.load(session.checkpoint(), Optional.empty(), session.device());
                NDManager manager = sam.manager().newSubManager()) {
            Samples samples = session.samples(Split.TRAIN);
            Adapter start = LoraWeights.fresh(
                    Slots.qAndV(new Blocks(0, 3), sam.config().embedDim(), 2), OptionalDouble.of(2), 1);
            LoraWeights lora = new LoraWeights(manager, start);
            LoraGradient gradient = new LoraGradient(sam, lora);
            Prompted a = Prompted.exactly(samples.get(0));
            Prompted b = Prompted.exactly(samples.get(1));
            float[] first = gradientOf(lora, sam, () -> gradient.accumulate(List.of(a)));
            float[] second = gradientOf(lora, sam, () -> gradient.accumulate(List.of(b)));
            float[] both = gradientOf(lora, sam, () -> gradient.accumulate(List.of(a, b)));
            float[] mean = new float[both.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (first[i] + second[i]) / 2;
            }
            RelativeError.assertNear(mean, both, 1e-4, "gradient");
        }
    }

    /** Of B of block 0's q: that of A is zero while B is. */
    private static float[] gradientOf(LoraWeights lora, Sam sam, Runnable step) {
        lora.clearGradients();
        step.run();
        return lora.gradients().get(1).toFloatArray();
    }

    @Test
    void leavesNoArrayBehind() {
        Request request = dataset.request("out", 1, 1e-2, 2);
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, NEVER);
                Sam sam = Sam.load(session.checkpoint(), Optional.empty(), session.device())) {
            int before = sam.manager().getManagedArrays().size();
            new RankTrainer(sam, session.samples(Split.TRAIN), 3, request.training(), Optional.empty())
                    .train(
                            2,
                            Validation.by(session.samples(Split.VALIDATION)),
                            new TrainingProgress(session, 2, 3, 2, 1));
            assertEquals(before, sam.manager().getManagedArrays().size());
        }
        assertFalse(Files.exists(request.outputFolder().resolve("scratch-train")));
    }

    @Test
    void stopsWhenItIsToldTo() {
        Request request = dataset.request("out", 1, 1e-2, 2);
        new MaskBuilder(request, event -> {}).build();
        SyrException stop = new SyrException(SyrException.Kind.STOPPED, "Stopped.", "");
        SyrException thrown = assertThrows(
                SyrException.class,
                () -> new TrainTask(new Session(request, event -> {}, () -> {
                            throw stop;
                        }))
                        .run());
        assertEquals(stop, thrown);
        assertFalse(Files.exists(new OutputLayout(request.outputFolder()).run(2)));
    }
}
