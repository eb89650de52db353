package io.github.syr.demo.model;

import io.github.syr.demo.image.StoredImage;
import io.github.syr.error.SyrException;
import io.github.syr.message.Request;
import io.github.syr.segment.SegmentedImage;
import io.github.syr.segment.Segmenter;
import io.github.syr.worker.Outcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Images encoded by models, one after another: one encoding takes all cores. Models and encodings that were not used
 * for longest go when there are more than fit.
 */
public final class Encodings implements AutoCloseable {

    /** Each holds an image's pixels on Java's heap. */
    private static final int MOST_IMAGES = 8;

    private static final long MOST_MODEL_BYTES = 2L << 30;
    private static final long MOST_MODELS = 100;

    private final Request.Checkpoint checkpoint;
    private final Request.Execution execution;
    private final int mostModels;
    private final Map<String, Segmenter> models = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, Encoding> encodings = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, Long> starts = new HashMap<>();
    private final Map<String, Double> lastSeconds = new HashMap<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "syr-demo-encoding"));

    private record Key(String image, String model) {}

    /** @param checkpoint the base of all models */
    public Encodings(Request.Checkpoint checkpoint, Request.Execution execution) {
        this(checkpoint, execution, mostModels(Path.of(checkpoint.path())));
    }

    Encodings(Request.Checkpoint checkpoint, Request.Execution execution, int mostModels) {
        this.checkpoint = checkpoint;
        this.execution = execution;
        this.mostModels = mostModels;
    }

    static int mostModels(Path checkpoint) {
        long bytes = Math.max(1, checkpoint.toFile().length());
        return (int) Math.min(MOST_MODELS, Math.max(2, MOST_MODEL_BYTES / bytes));
    }

    /** How far it is; it is begun where it was not, or failed. */
    public Encoding start(StoredImage image, ModelChoice model) {
        Key key = new Key(image.id(), model.id());
        synchronized (encodings) {
            Encoding known = encodings.get(key);
            if (known == null || known instanceof Encoding.Failed) {
                encodings.put(key, new Encoding.Waiting());
                try {
                    thread.execute(() -> run(key, image, model));
                } catch (RejectedExecutionException e) {
                    encodings.put(key, new Encoding.Failed("The demo has ended."));
                }
            }
        }
        return state(image, model);
    }

    /** How far it is; waiting where it was never begun. */
    public Encoding state(StoredImage image, ModelChoice model) {
        Key key = new Key(image.id(), model.id());
        synchronized (encodings) {
            Encoding known = encodings.getOrDefault(key, new Encoding.Waiting());
            if (known instanceof Encoding.Running) {
                Double last = lastSeconds.get(model.id());
                return new Encoding.Running(
                        seconds(starts.get(key)), last == null ? OptionalDouble.empty() : OptionalDouble.of(last));
            }
            return known;
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    private void run(Key key, StoredImage image, ModelChoice model) {
        synchronized (encodings) {
            if (!encodings.containsKey(key)) {
                return; // the image was removed while it waited
            }
            starts.put(key, System.nanoTime());
            encodings.put(key, new Encoding.Running(0, OptionalDouble.empty()));
        }
        Encoding result;
        try {
            Segmenter segmenter = model(model);
            long start = System.nanoTime();
            SegmentedImage encoded = segmenter.open(image.file());
            synchronized (encodings) {
                lastSeconds.put(model.id(), seconds(start));
            }
            result = new Encoding.Ready(encoded);
        } catch (SyrException e) {
            result = new Encoding.Failed(e.getMessage());
        } catch (OutOfMemoryError e) {
            result = new Encoding.Failed("Java's memory ran out. Give it more: <jvmArguments>-Xmx4g</jvmArguments>.");
        } catch (RuntimeException | LinkageError e) {
            e.printStackTrace();
            result = new Encoding.Failed(
                    Outcome.isOutOfMemory(e)
                            ? "PyTorch's memory ran out. Close other programs, or choose a smaller checkpoint."
                            : "Encoding failed: " + e + ". The log has more.");
        }
        synchronized (encodings) {
            starts.remove(key);
            if (encodings.containsKey(key)) {
                encodings.put(key, result);
                dropOldImages();
            }
        }
    }

    /** Loads a model; in the encoding thread alone. */
    private Segmenter model(ModelChoice choice) {
        Segmenter known = models.get(choice.id());
        if (known != null) {
            return known;
        }
        if (models.size() >= mostModels) {
            Iterator<Map.Entry<String, Segmenter>> oldest = models.entrySet().iterator();
            Map.Entry<String, Segmenter> entry = oldest.next();
            synchronized (encodings) {
                encodings.keySet().removeIf(key -> key.model().equals(entry.getKey()));
            }
            entry.getValue().close();
            oldest.remove();
        }
        ModelList.requireUnchanged(choice);
        Segmenter.Builder builder =
                Segmenter.builder().checkpoint(Path.of(checkpoint.path())).device(execution.device());
        checkpoint.decoderHeads().ifPresent(builder::decoderHeads);
        choice.adapter().ifPresent(builder::adapter);
        if (execution.threads() > 0) {
            builder.threads(execution.threads());
        }
        Segmenter loaded = builder.build();
        models.put(choice.id(), loaded);
        return loaded;
    }

    private void dropOldImages() {
        long ready = encodings.values().stream()
                .filter(Encoding.Ready.class::isInstance)
                .count();
        Iterator<Encoding> oldest = encodings.values().iterator();
        while (ready > MOST_IMAGES) {
            if (oldest.next() instanceof Encoding.Ready) {
                oldest.remove();
                ready--;
            }
        }
    }

    /** Forgets an image. */
    public void remove(String image) {
        synchronized (encodings) {
            encodings.keySet().removeIf(key -> key.image().equals(image));
        }
    }

    /** Waits for the encoding at work, if there is one, and frees the models. */
    @Override
    public void close() {
        thread.shutdownNow();
        synchronized (encodings) {
            encodings.clear();
        }
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        models.values().forEach(Segmenter::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
