package io.github.syr.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.testing.SmallDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training's digest depends on, and what it doesn't. */
class TrainingDigestTest {

    private static final String PYTORCH = "2.7.1";

    @TempDir
    private Path folder;

    private Request request;
    private Dataset dataset;

    @BeforeEach
    void makeMasks() throws IOException {
        request = SmallDataset.in(folder).request("out", 1, 1e-2, 2, 4);
        new MaskBuilder(request, event -> {}).build();
        dataset = Dataset.read(new OutputLayout(request.outputFolder()).dataset());
    }

    private String digest(Request of, Dataset images) {
        return TrainingDigest.of(of, images, 2, PYTORCH);
    }

    @Test
    void dependsNeitherOnTheMachineNorOnOtherRanks() {
        Request.Checkpoint here = request.checkpoint().orElseThrow();
        Request other = new Request(
                request.schema(),
                Request.Task.TRAIN,
                "/elsewhere",
                Optional.of(new Request.Checkpoint(
                        "by another name", "/elsewhere/a.pth", here.sha256(), "there", here.decoderHeads())),
                new Request.DataSource(
                        "/elsewhere/data", Request.Format.SYR, List.of(), Optional.empty(), Request.MaskRules.DEFAULT),
                request.training().withRanks(List.of(2)),
                new Request.Execution("gpu:1", 7, Optional.of(new RunCaching("/runs", 1, RunCaching.Policy.NEVER))),
                Optional.empty(),
                new Evaluating(Optional.of(true), true));
        assertEquals(digest(request, dataset), digest(other, dataset));
    }

    @Test
    void dependsOnPyTorchAndRank() {
        String digest = digest(request, dataset);
        assertNotEquals(digest, TrainingDigest.of(request, dataset, 2, "2.8.0"));
        assertNotEquals(digest, TrainingDigest.of(request, dataset, 4, PYTORCH));
    }

    /** The random stream of prompts goes from object to object. */
    @Test
    void dependsOnTheOrderOfAnImagesObjects() {
        List<Dataset.ObjectEntry> objects = new ArrayList<>(List.of(
                dataset.images().get(0).objects().get(0),
                dataset.images().get(1).objects().get(0)));
        String digest = digest(request, withObjects(objects));
        Collections.reverse(objects);
        assertNotEquals(digest, digest(request, withObjects(objects)));
    }

    private Dataset withObjects(List<Dataset.ObjectEntry> objects) {
        Dataset.Image old = dataset.images().get(0);
        List<Dataset.Image> images = new ArrayList<>(dataset.images());
        images.set(
                0,
                new Dataset.Image(
                        old.name(),
                        old.file(),
                        old.sha256(),
                        old.width(),
                        old.height(),
                        old.split(),
                        old.group(),
                        List.copyOf(objects),
                        old.overlay()));
        return new Dataset(
                dataset.schema(), dataset.settings(), images, dataset.splits(), dataset.sources(), dataset.listing());
    }

    @Test
    void inputsAreNamed() {
        var inputs = TrainingDigest.inputs(request, dataset, 2, PYTORCH);
        assertEquals("[2]", inputs.get("ranks"));
        assertEquals("3", inputs.get("epochs"));
        assertEquals("default", inputs.get("alpha"));
        assertEquals("dice-ce", inputs.get("tuning.loss.kind"));
        assertEquals(dataset.splits().get("train").sha256(), inputs.get("train"));
        assertEquals(PYTORCH, inputs.get("pytorch"));
    }
}
