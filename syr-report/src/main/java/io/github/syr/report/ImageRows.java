package io.github.syr.report;

import io.github.syr.annotation.DatasetFolder;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.io.Sha256;
import io.github.syr.mask.MaskOps;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.report.picture.ErrorMap;
import io.github.syr.report.picture.Photograph;
import io.github.syr.report.picture.PictureStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Images with their pictures and scores, the worst of the chosen model first. */
final class ImageRows {

    private static final int ID_DIGITS = 12;

    private final ReportInput input;
    private final PictureStore pictures;
    private final ImageDecoder decoder = new ImageDecoder();
    private final Path folder;

    ImageRows(ReportInput input, PictureStore pictures) {
        this.input = input;
        this.pictures = pictures;
        folder = DatasetFolder.root(input.request().dataset());
    }

    /** The test images. */
    List<Page.ImageRow> tests() {
        return rows(Dataset.Split.TEST, Evaluation.Model::images);
    }

    /** Those of training and of validation, where they were predicted. */
    List<Page.ImageRow> learned() {
        List<Page.ImageRow> rows = new ArrayList<>();
        for (Dataset.Split split : List.of(Dataset.Split.TRAIN, Dataset.Split.VALIDATION)) {
            rows.addAll(rows(split, model -> model.learned().getOrDefault(split.word(), List.of())));
        }
        rows.sort(Comparator.comparingDouble(row -> row.scores().stream()
                .filter(score ->
                        score.model().equals(input.evaluation().chosen().model()))
                .mapToDouble(Page.Score::value)
                .sum()));
        return rows;
    }

    private List<Page.ImageRow> rows(
            Dataset.Split split, Function<Evaluation.Model, List<Evaluation.ImageScores>> scoresOf) {
        Map<String, Dataset.Image> images =
                input.dataset().of(split).stream().collect(Collectors.toMap(Dataset.Image::name, Function.identity()));
        List<Evaluation.ImageScores> worstFirst = scoresOf
                .apply(input.evaluation().chosenModel())
                .stream()
                .sorted(Comparator.comparingDouble(
                                (Evaluation.ImageScores image) -> image.scores().dice())
                        .thenComparing(Evaluation.ImageScores::name))
                .toList();
        List<Page.ImageRow> rows = new ArrayList<>();
        for (Evaluation.ImageScores scores : worstFirst) {
            if (!images.containsKey(scores.name())) {
                throw SyrException.badData(
                        input.layout().evaluation(),
                        scores.name() + " is no " + split.word() + " image of dataset.json any more.",
                        "Run mvn syr:evaluate again.");
            }
            rows.add(row(
                    images.get(scores.name()),
                    model -> scoresOf.apply(model).stream()
                            .filter(image -> image.name().equals(scores.name()))
                            .findFirst()
                            .orElseThrow()));
        }
        return rows;
    }

    private Page.ImageRow row(Dataset.Image image, Function<Evaluation.Model, Evaluation.ImageScores> scoresOf) {
        Size size = Photograph.size(image.width(), image.height());
        List<BinaryMask> truth =
                image.objects().stream().map(object -> mask(object.mask())).toList();
        ErrorMap errors = new ErrorMap(MaskOps.union(truth), size);
        String file = id(image.split(), image.name());
        List<Page.Layer> layers = new ArrayList<>();
        layers.add(
                new Page.Layer("truth", "the true mask", pictures.keep(file + "-truth.png", errors.ofTruth()), false));
        List<Page.Score> scores = new ArrayList<>();
        List<Page.ObjectRow> objects = new ArrayList<>();
        for (Evaluation.Model model : input.evaluation().models()) {
            Evaluation.ImageScores own = scoresOf.apply(model);
            BinaryMask predicted = MaskOps.union(
                    own.objects().stream().map(object -> mask(object.mask())).toList());
            layers.add(new Page.Layer(
                    model.name(),
                    "what " + model.name() + " hit, missed and added",
                    pictures.keep(file + "-" + model.name() + ".png", errors.of(predicted)),
                    model.name().equals(input.evaluation().chosen().model())));
            scores.add(new Page.Score(
                    model.name(),
                    Texts.number(own.scores().dice()),
                    own.scores().dice()));
            for (int i = 0; i < own.objects().size(); i++) {
                objects.add(new Page.ObjectRow(
                        name(image, i),
                        model.name(),
                        Texts.scores(own.objects().get(i).scores())));
            }
        }
        String photograph = pictures.keep(file + ".jpg", photograph(image));
        return new Page.ImageRow(file, title(image), size.width(), size.height(), photograph, layers, scores, objects);
    }

    private byte[] photograph(Dataset.Image image) {
        return input.isPointer(image)
                ? Photograph.absent(image.width(), image.height())
                : Photograph.jpeg(decoder.rgb(folder.resolve(image.file())));
    }

    /** An image's place in the page, and the name of its files. */
    static String id(Dataset.Split split, String name) {
        return "image-" + Sha256.of(split.word() + "/" + name).substring(0, ID_DIGITS);
    }

    private static String title(Dataset.Image image) {
        return (image.split() == Dataset.Split.TEST ? "" : image.split().word() + "/") + image.name();
    }

    private static String name(Dataset.Image image, int object) {
        String label = image.objects().get(object).label();
        return "object " + (object + 1) + (label.isEmpty() ? "" : " (" + label + ")");
    }

    private BinaryMask mask(String place) {
        return decoder.mask(input.layout().root().resolve(place), 128);
    }
}
