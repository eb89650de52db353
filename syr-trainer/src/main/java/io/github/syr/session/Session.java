package io.github.syr.session;

import ai.djl.Device;
import io.github.syr.annotation.DatasetFolder;
import io.github.syr.augmentation.Augmenter;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.device.PyTorch;
import io.github.syr.error.SyrException;
import io.github.syr.freshness.Freshness;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Room;
import io.github.syr.message.Dataset;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.RunCaching;
import io.github.syr.runcache.RunCache;
import io.github.syr.runcache.RunExchange;
import io.github.syr.sample.Samples;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A request while its tasks run. Everything is opened when it is first needed, and closed at the end. */
public final class Session implements AutoCloseable {

    private final Request request;
    private final OutputLayout layout;
    private final Consumer<Event> events;
    private final Runnable checkStopped;
    private final RunExchange exchange;
    private final Map<Dataset.Split, Samples> samples = new EnumMap<>(Dataset.Split.class);
    private final TimeLeft timeLeft = new TimeLeft(System::nanoTime);
    private Dataset dataset;
    private SamCheckpoint checkpoint;
    private Device device;
    private Samples learned;

    /**
     * @param events takes what the tasks tell on their way
     * @param checkStopped throws where the worker is to stop; asked between steps
     */
    public Session(Request request, Consumer<Event> events, Runnable checkStopped) {
        this(request, events, checkStopped, RunExchange.NONE);
    }

    /**
     * As {@link #Session(Request, Consumer, Runnable)}.
     *
     * @param exchange another place for entries of the run cache
     */
    public Session(Request request, Consumer<Event> events, Runnable checkStopped, RunExchange exchange) {
        this.request = request;
        this.layout = new OutputLayout(request.outputFolder());
        this.events = events;
        this.checkStopped = checkStopped;
        this.exchange = exchange;
    }

    public Request request() {
        return request;
    }

    public OutputLayout layout() {
        return layout;
    }

    /** Compares what lies in the output folder with today's inputs; nothing of an earlier answer is kept. */
    public Freshness freshness() {
        return new Freshness(request);
    }

    /** Where results are kept beyond the output folder; none where the request names none. */
    public Optional<RunCache> runCache() {
        return request.execution()
                .runCache()
                .map(named -> RunCache.of(named, text -> tell(new Event.Note(Event.Level.WARN, text)), exchange));
    }

    /** Whether other machines' results are asked for. */
    public boolean isShared() {
        return request.execution().runCache().filter(RunCaching::shared).isPresent();
    }

    /** Whether an evaluation is made even where it is there. */
    public boolean evaluatesAgain() {
        return request.execution().runCache().filter(RunCaching::evaluateAgain).isPresent();
    }

    /** When a rank is trained that is not up to date. */
    public RunCaching.Policy policy() {
        return request.execution().runCache().map(RunCaching::policy).orElse(RunCaching.Policy.AUTO);
    }

    public void tell(Event event) {
        events.accept(event);
    }

    /** Takes what the tasks tell. */
    public Consumer<Event> events() {
        return events;
    }

    /** How long the rest of training and evaluation takes. */
    public TimeLeft timeLeft() {
        return timeLeft;
    }

    /** @throws io.github.syr.error.SyrException if the worker is to stop */
    public void checkStopped() {
        checkStopped.run();
    }

    /** The data set as the masks task wrote it. */
    public Dataset dataset() {
        if (dataset == null) {
            dataset = Dataset.read(layout.dataset());
        }
        return dataset;
    }

    /**
     * The base checkpoint; its tensors stay in the file. It is hashed here once: the build may have trusted a file of
     * the cache by its size and time.
     *
     * @throws SyrException if it can't be read, or isn't the one that the request names
     */
    public SamCheckpoint checkpoint() {
        if (checkpoint == null) {
            Request.Checkpoint named = request.checkpoint().orElseThrow();
            String found = CheckpointStore.sha256(ByteSource.of(Path.of(named.path())));
            if (!found.equalsIgnoreCase(named.sha256())) {
                throw SyrException.badData(
                        named.path(),
                        "has the SHA-256 " + found + " instead of " + named.sha256()
                                + ": it was changed after it had been checked.",
                        "Delete the file, so that the build gets the checkpoint again.");
            }
            checkpoint = SamCheckpoint.open(Path.of(named.path()), named.decoderHeads());
        }
        return checkpoint;
    }

    /** The device that the request names; PyTorch is started for it, which the event {@code started} tells. */
    public Device device() {
        if (device == null) {
            device = PyTorch.start(
                    request.execution().device(),
                    request.execution().threads(),
                    text -> tell(new Event.Note(Event.Level.WARN, text)));
            tell(new Event.Started(PyTorch.name(device), PyTorch.threads(), PyTorch.versions()));
        }
        return device;
    }

    /**
     * A split's images, see {@link #images}, prepared for the model. The masks of training images are as large as the
     * loss needs them; those of other splits as large as the images. Before the first split, the disk is looked at for
     * room for all.
     */
    public Samples samples(Dataset.Split split) {
        if (samples.isEmpty()) {
            long bytes = Stream.of(Dataset.Split.values())
                    .mapToLong(each -> Samples.bytes(images(each), settings(each)))
                    .sum();
            Room.require(layout.root(), bytes, "prepared images", "or name another folder by <outputDirectory>.");
        }
        return samples.computeIfAbsent(
                split,
                key -> Samples.prepare(layout.root().resolve("scratch-" + key.word()), images(key), settings(key)));
    }

    /** The images of training and validation, prepared as those of the test are. */
    public Samples learned() {
        if (learned == null) {
            learned = Samples.prepare(
                    layout.root().resolve("scratch-learned"), learnedImages(), settings(Dataset.Split.TEST));
        }
        return learned;
    }

    /** Those of training, then those of validation. */
    public List<Dataset.Image> learnedImages() {
        return dataset().images().stream()
                .filter(image -> image.split() != Dataset.Split.TEST)
                .toList();
    }

    /** What a split is used for; with folds, all images of training and validation are used for both. */
    public List<Dataset.Image> images(Dataset.Split split) {
        boolean all = request.training().folds().isPresent() && split != Dataset.Split.TEST;
        return all ? learnedImages() : dataset().of(split);
    }

    private Samples.Settings settings(Dataset.Split split) {
        return new Samples.Settings(
                DatasetFolder.root(request.dataset()),
                layout.root(),
                checkpoint().config().imageSize(),
                split == Dataset.Split.TRAIN ? request.training().lossSize() : OptionalInt.empty(),
                split == Dataset.Split.TEST,
                split == Dataset.Split.TRAIN ? detailSide() : OptionalInt.empty());
    }

    private OptionalInt detailSide() {
        return request.training().tuning().augmentation().isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Augmenter.detailSide(checkpoint().config().imageSize()));
    }

    @Override
    public void close() {
        samples.values().forEach(Samples::close);
        if (learned != null) {
            learned.close();
        }
    }
}
