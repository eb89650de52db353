package io.github.syr.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.adapter.SelfTestPicture;
import io.github.syr.error.SyrException;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.message.Evaluation;
import io.github.syr.sam.Framing;
import io.github.syr.sam.Prompts;
import io.github.syr.sam.Sam;
import io.github.syr.session.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What the chosen adapter makes of SYR's picture, or of the user's, which is packaged with it: an application compares
 * its own result.
 */
final class ExpectedSelfTest {

    private final Session session;
    private final IntFunction<Adapter> adapters;

    /** @param adapters by rank, checked */
    ExpectedSelfTest(Session session, IntFunction<Adapter> adapters) {
        this.session = session;
        this.adapters = adapters;
    }

    /** Whether the output folder has the one of an evaluation's chosen adapter. */
    boolean isOf(Evaluation evaluation) {
        try {
            SelfTestFile file = SelfTestFile.read(ByteSource.of(session.layout().selfTest()));
            return file.isOf(evaluation
                            .inputs()
                            .adapters()
                            .get(evaluation.chosen().model()))
                    && file.picture().sha256().equals(picture().sha256());
        } catch (SyrException e) {
            // missing, damaged or of another version: it is made again
            return false;
        }
    }

    /** Makes it, in the time of one image and of loading the model. */
    void write(Evaluation evaluation) {
        int rank = evaluation.chosenModel().rank().orElseThrow();
        Path adapter = session.layout().adapter(rank);
        SelfTestPicture picture = picture();
        try (Sam sam = Sam.load(session.checkpoint(), Optional.of(adapters.apply(rank)), session.device());
                NDManager scope = sam.manager().newSubManager()) {
            Framing framing = sam.framing(picture.pixels());
            NDArray embedding = sam.imageEncoder().forward(sam.input(scope, sam.resize(picture.pixels())));
            NDArray logits = sam.masks(embedding, Prompts.ofBoxes(List.of(framing.box(picture.box()))), false)
                    .logits();
            SelfTestFile.of(
                            Sha256.of(adapter),
                            logits.toFloatArray(),
                            sam.mask(logits, framing, framing.original()),
                            picture)
                    .write(session.layout().selfTest());
        }
    }

    private SelfTestPicture picture() {
        return session.request()
                .evaluation()
                .selfTestImage()
                .map(image -> SelfTestPicture.of(new ImageDecoder().rgb(Path.of(image.path()))))
                .orElseGet(SelfTestPicture::drawn);
    }
}
