package io.github.syr.evaluation;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.mask.MaskOps;
import io.github.syr.mask.Overlay;
import io.github.syr.mask.PngFile;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.OutputLayout;
import io.github.syr.sample.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What models predicted, as files: a mask of each object, and an overlay of each image. */
final class PredictionFiles {

    private final OutputLayout layout;

    PredictionFiles(OutputLayout layout) {
        this.layout = layout;
    }

    /** Whether all that an evaluation names is there. */
    boolean exist(Evaluation evaluation) {
        return of(evaluation).allMatch(Files::exists);
    }

    /** All that an evaluation names. */
    Stream<Path> of(Evaluation evaluation) {
        return of(evaluation.models().stream()
                .flatMap(model -> Stream.concat(
                        model.images().stream(),
                        model.learned().values().stream().flatMap(List::stream))));
    }

    /** All that the scores of images name. */
    Stream<Path> of(Stream<Evaluation.ImageScores> images) {
        return images.flatMap(image -> Stream.concat(
                        Stream.of(image.overlay()), image.objects().stream().map(Evaluation.ObjectScores::mask)))
                .map(layout.root()::resolve);
    }

    /**
     * Writes an image's files.
     *
     * @param model its name
     * @param canvas to draw the overlay on
     */
    Evaluation.ImageScores draw(String model, Dataset.Image image, Scorer.Judgement judged, RgbImage canvas) {
        Sample sample = judged.sample();
        String folder = image.split() == Dataset.Split.TEST ? "" : image.split().word() + "/";
        String overlay = "overlays/" + model + "/" + folder + sample.name() + ".png";
        List<BinaryMask> truth =
                sample.objects().stream().map(Sample.AnnotatedMask::mask).toList();
        PngFile.write(
                layout.root().resolve(overlay),
                Overlay.errors(canvas, MaskOps.union(truth), MaskOps.union(judged.predicted())));
        List<Evaluation.ObjectScores> objects = new ArrayList<>();
        for (int i = 0; i < judged.predicted().size(); i++) {
            Path mask = layout.predictions(model)
                    .resolve(layout.masks()
                            .relativize(
                                    layout.root().resolve(image.objects().get(i).mask())));
            PngFile.write(mask, judged.predicted().get(i));
            objects.add(new Evaluation.ObjectScores(
                    judged.objects().get(i),
                    layout.root().relativize(mask).toString().replace('\\', '/')));
        }
        return new Evaluation.ImageScores(sample.name(), sample.sha256(), judged.scores(), overlay, objects);
    }
}
