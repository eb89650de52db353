package io.github.syr.sample;

import io.github.syr.annotation.DatasetState;
import io.github.syr.message.Dataset;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What training and evaluation both start from.
 *
 * @param request what is asked
 * @param dataset as the masks task wrote it
 * @param layout of the output folder
 */
public record Inputs(Request request, Dataset dataset, OutputLayout layout) {

    /** Reads {@code dataset.json} in the request's output folder. */
    public static Inputs of(Request request) {
        OutputLayout layout = new OutputLayout(request.outputFolder());
        return new Inputs(request, Dataset.read(layout.dataset()), layout);
    }

    /** Prepares a split's images for a model. */
    public Samples samples(Dataset.Split split, int side, OptionalInt maskSize) {
        Path folder = DatasetState.folder(request.dataset());
        return Samples.prepare(layout.root().resolve("scratch-" + split.word()), dataset.of(split), folder, layout.root(), side, maskSize);
    }
}
