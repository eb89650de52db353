package io.github.syr.demo.web;

import io.github.syr.message.Dataset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What page and server say to each other, as JSON. */
final class Messages {

    private Messages() {}

    /**
     * What the page shows beside the image.
     *
     * @param dataset whether there is one
     */
    record State(
            String title, List<Model> models, List<String> notes, List<Image> images, boolean dataset, Limits limits) {}

    record Model(String id, String name, boolean packaged) {}

    /** @param datasetFile where it lies in the data set, relative with {@code /}; none for an upload */
    record Image(String id, String name, int width, int height, Optional<String> datasetFile) {}

    /**
     * The data set.
     *
     * @param format that additions are written in; none where it can't be told
     * @param images in it, relative with {@code /}
     * @param unannotated those that have no annotation yet
     * @param splits to choose one of; none where SYR splits by hash
     * @param labels that objects have
     * @param problem why it can't be read; none where it can
     */
    record DatasetState(
            Optional<String> format,
            List<String> images,
            List<String> unannotated,
            List<String> splits,
            List<String> labels,
            Optional<String> problem) {}

    /** What the server takes. */
    record Limits(int images, long bytes) {}

    record DatasetImage(String file) {}

    /** Which model is to encode the image. */
    record EncodingRequest(String model) {}

    /**
     * How far it is.
     *
     * @param state {@code waiting}, {@code running}, {@code ready} or {@code failed}
     * @param seconds so far, where it is running
     * @param expected what it took last time
     * @param reason why it failed
     */
    record EncodingState(String state, OptionalDouble seconds, OptionalDouble expected, Optional<String> reason) {}

    /** Objects to be masked by a model. */
    record MaskRequest(String model, List<Prompted> objects) {}

    /** In the order of the objects. */
    record MaskAnswer(List<MaskShape> masks, double milliseconds) {}

    /** @param path of an SVG, even-odd, in pixels of the upright image */
    record MaskShape(String path, double predictedIou, int pixels) {}

    /** @param kind {@code mask}, {@code cut-out} or {@code labelme} */
    record ExportRequest(String model, List<Prompted> objects, Export.Kind kind) {}

    /** @param split {@code train}, {@code validation} or {@code test}; none where the data set has none */
    record AdditionRequest(String model, List<Prompted> objects, Optional<Dataset.Split> split) {}

    /** @param files that are new or changed, relative to the data set with {@code /} */
    record Added(String image, List<String> files) {}

    record Problem(String error) {}
}
