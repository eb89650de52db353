package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.message.Dataset;
import io.github.syr.message.Request;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Samples;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred epochs: what the process holds after fifty that warm it up, it holds at the end. */
@Tag("soak")
class TrainingSoakTest {

    private static final int EPOCHS = 250;
    private static final int WARM = 50;
    private static final double TOLERANCE = 0.05;

    @TempDir
    private Path folder;

    @Test
    void holdsNoMoreAtTheEnd() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "SKIPPED: resident memory is read from /proc");
        Request request = SmallDataset.in(folder).request("out", 1, 1e-3, 4);
        new MaskBuilder(request, event -> {}).build();
        Request.Training t = request.training();
        Request.Training training = new Request.Training(
                t.ranks(),
                t.alpha(),
                t.blocks(),
                OptionalInt.of(EPOCHS),
                t.batchSize(),
                t.learningRate(),
                0,
                t.jitter(),
                t.lossSize(),
                t.seed());
        List<Long> samples = new ArrayList<>();
        try (Session session = new Session(request, event -> {}, () -> {});
                Sam sam = Sam.load(session.checkpoint(), Optional.empty(), session.device())) {
            Samples train = session.samples(Dataset.Split.TRAIN);
            Samples validation = session.samples(Dataset.Split.VALIDATION);
            int arrays = sam.manager().getManagedArrays().size();
            new RankTrainer(sam, train, EPOCHS, training, Optional.empty())
                    .train(4, Validation.by(validation), new RankTrainer.Listener() {
                        @Override
                        public void trained(int epoch, int images, int batch) {}

                        @Override
                        public void warned(String text) {}

                        @Override
                        public void judged(int epoch, int images) {}

                        @Override
                        public void finished(RankTrainer.Epoch epoch) {
                            if (epoch.epoch() >= WARM && epoch.epoch() % 10 == 0) {
                                samples.add(residentKib(status));
                            }
                        }
                    });
            assertEquals(arrays, sam.manager().getManagedArrays().size());
        }
        System.out.println("resident KiB after each 10 epochs from the " + WARM + "th: " + samples);
        assertEquals((EPOCHS - WARM) / 10 + 1, samples.size());
        for (long sample : samples) {
            assertTrue(
                    Math.abs(sample - samples.get(0)) <= TOLERANCE * samples.get(0),
                    sample + " KiB, and " + samples.get(0) + " KiB after " + WARM + " epochs");
        }
    }

    private static long residentKib(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
