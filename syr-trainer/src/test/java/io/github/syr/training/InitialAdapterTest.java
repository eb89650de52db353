package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.annotation.MaskBuilder;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.io.Sha256;
import io.github.syr.message.Evaluation;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.message.Tuning;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that start from an adapter. */
class InitialAdapterTest {

    @TempDir
    private Path folder;

    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
    }

    private Adapter train(Request request) {
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, () -> {})) {
            new TrainTask(session).run();
        }
        return AdapterFile.read(new OutputLayout(request.outputFolder()).adapter(2));
    }

    private static Request from(Request request, Path adapter) {
        return new Request(
                request.schema(),
                request.task(),
                request.output(),
                request.checkpoint(),
                request.dataset(),
                request.training(),
                request.execution(),
                Optional.of(new Request.InitialAdapter("first", adapter.toString(), Sha256.of(adapter))),
                request.evaluation());
    }

    /** At a rate of nearly nothing it stays where it started; the digest of the run is another. */
    @Test
    void startsWhereTheAdapterIs() {
        Adapter first = train(dataset.request("first", 1, 1e-2, 2));
        Path file = new OutputLayout(folder.resolve("first")).adapter(2);
        Request plain = dataset.request("second", 1, 1e-12, 2);
        Adapter second = train(from(plain, file));
        for (int i = 0; i < first.pairs().size(); i++) {
            assertEquals(first.pairs().get(i).target(), second.pairs().get(i).target());
            assertArrayEquals(first.pairs().get(i).a(), second.pairs().get(i).a(), 1e-9f);
            assertArrayEquals(first.pairs().get(i).b(), second.pairs().get(i).b(), 1e-9f);
        }
        String digest =
                Run.read(new OutputLayout(folder.resolve("second")).run(2)).digest();
        train(plain);
        assertNotEquals(
                digest,
                Run.read(new OutputLayout(folder.resolve("second")).run(2)).digest(),
                "trained again without it");
    }

    /** It passes through the evaluation as a trained one does. */
    @Test
    void ofNoEpochsIsTheAdapterItself() {
        Adapter first = train(dataset.request("first", 1, 1e-2, 2));
        OutputLayout one = new OutputLayout(folder.resolve("first"));
        Request request = from(withEpochs(dataset.request("second", 1, 1e-2, 2), 0), one.adapter(2));
        Adapter second = train(request);
        OutputLayout other = new OutputLayout(folder.resolve("second"));
        for (int i = 0; i < first.pairs().size(); i++) {
            assertEquals(first.pairs().get(i).target(), second.pairs().get(i).target());
            assertEquals(first.pairs().get(i).alpha(), second.pairs().get(i).alpha());
            assertArrayEquals(first.pairs().get(i).a(), second.pairs().get(i).a());
            assertArrayEquals(first.pairs().get(i).b(), second.pairs().get(i).b());
        }
        Run run = Run.read(other.run(2));
        assertEquals(0, run.epochs());
        assertEquals(0, run.keptEpoch());
        assertEquals(Run.read(one.run(2)).validationDice(), run.validationDice());
        assertFalse(Files.exists(other.history(2)));
        try (Session session = new Session(request, event -> {}, () -> {})) {
            assertEquals(
                    "rank 2: up to date, validation Dice %.4f of the initial adapter as it is"
                            .replace("%.4f", String.format(Locale.ROOT, "%.4f", run.validationDice())),
                    new TrainTask(session).run().lines().get(0));
            new EvaluateTask(session).run();
        }
        assertEquals(
                run.adapterSha256(),
                Evaluation.read(other.evaluation()).inputs().adapters().get("rank-2"));
    }

    @Test
    void noEpochsWithoutAnInitialAdapterAreRefused() {
        assertEquals(
                "epochs is 0, and there is no initial adapter.",
                assertThrows(SyrException.class, () -> train(withEpochs(dataset.request("b", 1, 1e-2, 2), 0)))
                        .problem());
    }

    private static Request withEpochs(Request request, int epochs) {
        Request.Training training = request.training();
        return SmallDataset.with(
                request,
                new Request.Training(
                        training.ranks(),
                        training.alpha(),
                        training.blocks(),
                        OptionalInt.of(epochs),
                        training.batchSize(),
                        training.learningRate(),
                        training.patience(),
                        training.jitter(),
                        training.lossSize(),
                        training.seed()));
    }

    @Test
    void anotherRankIsRefused() {
        train(dataset.request("first", 1, 1e-2, 2));
        Path file = new OutputLayout(folder.resolve("first")).adapter(2);
        SyrException e = assertThrows(SyrException.class, () -> train(from(dataset.request("b", 1, 1e-2, 4), file)));
        assertEquals(
                "initialAdapter has rank 2 for image_encoder.blocks.0.attn.qkv.q, and rank 4 is to be trained. "
                        + "Set <ranks>2</ranks>, or start without an initial adapter.",
                e.getMessage());
    }

    @Test
    void anotherBaseIsRefused() {
        Adapter first = train(dataset.request("first", 1, 1e-2, 2));
        Path file = folder.resolve("other.safetensors");
        AdapterFile.write(file, first, "0".repeat(64));
        SyrException e = assertThrows(SyrException.class, () -> train(from(dataset.request("b", 1, 1e-2, 2), file)));
        assertTrue(e.getMessage().contains("this adapter is for another checkpoint"), e.getMessage());
    }

    @Test
    void otherTargetsAreRefused() {
        List<LoraSlot> qAndK = slots("q", "k");
        Adapter qAndV = LoraWeights.fresh(slots("q", "v"), OptionalDouble.empty(), 0);
        SyrException e = assertThrows(
                SyrException.class, () -> InitialPairs.require(qAndV, qAndK, List.of(), Tuning.PREDECESSOR));
        assertEquals(
                "initialAdapter adapts image_encoder.blocks.0.attn.qkv.v, and the training does not.", e.problem());
        Adapter q = LoraWeights.fresh(slots("q"), OptionalDouble.empty(), 0);
        assertEquals(
                "initialAdapter doesn't adapt image_encoder.blocks.0.attn.qkv.k, and the training does.",
                assertThrows(SyrException.class, () -> InitialPairs.require(q, qAndK, List.of(), Tuning.PREDECESSOR))
                        .problem());
        Adapter decoder =
                new Adapter(Optional.empty(), q.pairs(), Map.of("mask_decoder.iou_token.weight", new float[1]));
        assertEquals(
                "initialAdapter replaces tensors of the mask decoder, and the decoder is frozen.",
                assertThrows(
                                SyrException.class,
                                () -> InitialPairs.require(decoder, slots("q"), List.of(), Tuning.PREDECESSOR))
                        .problem());
    }

    private static List<LoraSlot> slots(String... parts) {
        return Arrays.stream(parts)
                .map(part -> new LoraSlot(LoraTarget.qkv(0, part), 32, 32, 2))
                .toList();
    }
}
