package io.github.syr.training;

import io.github.syr.device.PyTorch;
import io.github.syr.device.PyTorchVersion;
import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import io.github.syr.message.InputDifferences;
import io.github.syr.message.RunCaching;
import io.github.syr.message.TrainingDigest;
import io.github.syr.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The state of a rank's training in a file of the rank's folder. What an interrupted training left is taken where all
 * that decides the bytes of its adapter is as it was; else it is deleted, and the log says why.
 */
final class KeptState implements StateKeeper {

    private final Session session;
    private final int rank;
    private final Path file;
    private final Map<String, String> inputs;
    private Optional<TrainingState> state;
    private boolean writable = true;

    private KeptState(Session session, int rank, Path file, OptionalInt fold) {
        this.session = session;
        this.rank = rank;
        this.file = file;
        inputs = inputs(session, rank);
        fold.ifPresent(number -> inputs.put("fold", Integer.toString(number)));
        state = read();
    }

    /** Of the training that gives the adapter. */
    static KeptState of(Session session, int rank) {
        return new KeptState(session, rank, session.layout().state(rank), OptionalInt.empty());
    }

    /** Of a fold's training, from 1. */
    static KeptState of(Session session, int rank, int fold) {
        return new KeptState(session, rank, session.layout().state(rank, fold), OptionalInt.of(fold));
    }

    /**
     * Device and threads are no inputs of the digest, for another device's adapter is as good; its bytes are others.
     */
    private static Map<String, String> inputs(Session session, int rank) {
        String pytorch = PyTorchVersion.get();
        Map<String, String> inputs =
                new TreeMap<>(TrainingDigest.inputs(session.request(), session.dataset(), rank, pytorch));
        inputs.put("digest", TrainingDigest.of(session.request(), session.dataset(), rank, pytorch));
        inputs.put("device", PyTorch.name(session.device()));
        inputs.put("threads", Integer.toString(PyTorch.threads()));
        return inputs;
    }

    private Optional<TrainingState> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            StateFile.Stored stored = StateFile.read(file);
            if (session.policy() == RunCaching.Policy.ALWAYS) {
                return beginAnew(Event.Level.INFO, "-Dsyr.train=always asks for it.");
            }
            if (!stored.inputs().equals(inputs)) {
                return beginAnew(
                        Event.Level.INFO,
                        "it was interrupted after epoch "
                                + stored.state().reached().epoch() + " of another training, which differs in "
                                + String.join(", ", differences(stored.inputs())) + ".");
            }
            return Optional.of(stored.state());
        } catch (SyrException e) {
            return beginAnew(Event.Level.WARN, e.problem());
        } catch (UncheckedIOException e) {
            return beginAnew(Event.Level.WARN, file + " can't be read: " + e.getCause() + ".");
        }
    }

    /** The digest itself says nothing to people, and differs wherever another input does. */
    private List<String> differences(Map<String, String> there) {
        List<String> all = InputDifferences.of(there, inputs);
        List<String> named =
                all.stream().filter(text -> !text.startsWith("digest ")).toList();
        return named.isEmpty() ? all : named;
    }

    /** All states of a rank are of one training: one line tells of them. */
    private Optional<TrainingState> beginAnew(Event.Level level, String why) {
        session.tell(new Event.Note(level, "rank " + rank + " begins anew: " + why));
        deleteAll(session, rank);
        return Optional.empty();
    }

    int rank() {
        return rank;
    }

    /** Hands the tensors out, which are as large as the model's own and of no use here. */
    @Override
    public Optional<TrainingState> start() {
        Optional<TrainingState> start = state;
        state = start.map(TrainingState::done);
        return start;
    }

    /** Whether no epoch is to come. */
    boolean isDone() {
        return state.isPresent() && state.get().tensors().isEmpty();
    }

    @Override
    public void keep(Supplier<TrainingState> next) {
        if (writable) {
            TrainingState kept = next.get();
            write(kept);
            // the numbers alone: the tensors are lent for this call
            state = Optional.of(kept.done());
        }
    }

    /** Keeps of a training that has come to its end what it was judged as. */
    void finish() {
        if (writable) {
            write(state.orElseThrow().done());
        }
    }

    /** A disk that is full is no reason to end a training that can still come to its end. */
    private void write(TrainingState kept) {
        try {
            StateFile.write(file, inputs, kept);
        } catch (SyrException e) {
            writable = false;
            session.tell(new Event.Note(
                    Event.Level.WARN,
                    "rank " + rank + ": an interruption from here on would cost more than an epoch, for "
                            + e.problem()));
        }
    }

    /** Deletes all states of a rank, and what killed processes left of them. */
    static void deleteAll(Session session, int rank) {
        Path folder = session.layout().rank(rank);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{state,.state}*.safetensors*")) {
            for (Path each : files) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
