package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.Scorer;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;
import io.github.syr.sam.Sam;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of three epochs is kept where validation gets worse. */
class EpochChoiceTest {

    private static final Validation WORSE_AND_WORSE = new Validation() {
        @Override
        public int images() {
            return 0;
        }

        @Override
        public double dice(int epoch, Scorer scorer, IntConsumer done) {
            return 1 - 0.1 * epoch;
        }
    };

    @TempDir
    private Path folder;

    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
    }

    private static Request.Training training(Tuning.EpochChoice choice, int patience) {
        Tuning base = Tuning.PREDECESSOR;
        Tuning.Optimization how = base.optimization();
        return new Request.Training(
                List.of(2),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalInt.of(3),
                1,
                OptionalDouble.of(1e-2),
                patience,
                20,
                OptionalInt.empty(),
                7,
                new Tuning(
                        base.recipe(),
                        base.targets(),
                        base.decoder(),
                        base.decoderRank(),
                        base.decoderLearningRate(),
                        new Tuning.Optimization(
                                how.optimizer(),
                                how.weightDecay(),
                                how.schedule(),
                                how.warmUpSteps(),
                                how.maxGradientNorm(),
                                how.accumulation(),
                                how.emaDecay(),
                                choice,
                                how.precision()),
                        base.loss(),
                        base.prompts(),
                        base.augmentation()),
                OptionalInt.empty());
    }

    private RankTrainer.Outcome train(Request.Training training) {
        Request request = SmallDataset.with(dataset.request("out", 1, 1e-2, 2), training);
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, () -> {});
                Sam sam = Sam.load(session.checkpoint(), Optional.empty(), session.device())) {
            return new RankTrainer(sam, session.samples(Split.TRAIN), 3, training, Optional.empty())
                    .train(2, WORSE_AND_WORSE, TrainingProgress.ofFold(session, 2, 3, 2, 0));
        }
    }

    @Test
    void bestIsByValidation() {
        RankTrainer.Outcome outcome = train(training(Tuning.EpochChoice.BEST, 0));
        assertEquals(1, outcome.keptEpoch());
        assertEquals(3, outcome.epochs());
        assertEquals(0.9, outcome.validationDice(), 1e-12);
    }

    @Test
    void lastIsWhateverValidationSays() {
        RankTrainer.Outcome outcome = train(training(Tuning.EpochChoice.LAST, 0));
        assertEquals(3, outcome.keptEpoch());
        assertEquals(0.7, outcome.validationDice(), 1e-12);
    }

    @Test
    void patienceAndTheLastEpochContradictEachOther() {
        SyrException e = assertThrows(SyrException.class, () -> training(Tuning.EpochChoice.LAST, 1));
        assertEquals("patience is 1, and epochChoice is last.", e.problem());
    }
}
