package io.github.syr.training;

import io.github.syr.io.AtomicFile;
import io.github.syr.message.Event;
import io.github.syr.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Tells how far a rank's training is, and writes its {@code history.jsonl}. */
final class TrainingProgress implements RankTrainer.Listener {

    private static final String STAGE = "train";

    private final Session session;
    private final int rank;
    private final int epochs;
    private final int trainImages;
    private final int validationImages;
    private final boolean withHistory;
    private final StringBuilder history = new StringBuilder();

    TrainingProgress(Session session, int rank, int epochs, int trainImages, int validationImages) {
        this(session, rank, epochs, trainImages, validationImages, true);
    }

    private TrainingProgress(
            Session session, int rank, int epochs, int trainImages, int validationImages, boolean withHistory) {
        this.withHistory = withHistory;
        this.session = session;
        this.rank = rank;
        this.epochs = epochs;
        this.trainImages = trainImages;
        this.validationImages = validationImages;
    }

    /** Of a fold's training, which leaves no history. */
    static TrainingProgress ofFold(Session session, int rank, int epochs, int trainImages, int validationImages) {
        return new TrainingProgress(session, rank, epochs, trainImages, validationImages, false);
    }

    @Override
    public void trained(int epoch, int images, int batch) {
        session.timeLeft().trained(batch);
        within(epoch, new Event.Within("train", images, trainImages));
    }

    @Override
    public void resumed(int epoch, int of, List<String> lines) {
        session.timeLeft().skip((long) epoch * trainImages, (long) epoch * validationImages);
        lines.forEach(line -> history.append(line).append('\n'));
        writeHistory();
        session.tell(
                new Event.Note(Event.Level.INFO, "rank " + rank + " goes on after epoch " + epoch + " of " + of + "."));
    }

    private void writeHistory() {
        if (withHistory) {
            AtomicFile.write(session.layout().history(rank), history.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void judged(int epoch, int images) {
        session.timeLeft().judged();
        within(epoch, new Event.Within("validation", images, validationImages));
    }

    @Override
    public void warned(String text) {
        session.tell(new Event.Note(Event.Level.WARN, "rank " + rank + ": " + text));
    }

    private void within(int epoch, Event.Within within) {
        session.tell(new Event.Progress(
                STAGE,
                rank,
                epoch,
                epochs,
                Optional.of(within),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                session.timeLeft().seconds()));
        session.checkStopped();
    }

    @Override
    public void finished(RankTrainer.Epoch epoch) {
        history.append(epoch.historyLine()).append('\n');
        writeHistory();
        session.tell(new Event.Progress(
                STAGE,
                rank,
                epoch.epoch(),
                epoch.of(),
                Optional.empty(),
                OptionalDouble.of(epoch.loss()),
                OptionalDouble.of(epoch.validationDice()),
                session.timeLeft().seconds()));
    }
}
