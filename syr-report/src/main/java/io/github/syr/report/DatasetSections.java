package io.github.syr.report;

import io.github.syr.annotation.DatasetFolder;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Dataset;
import io.github.syr.report.picture.Likeness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What is known about the images of all splits. */
final class DatasetSections {

    private final ReportInput input;

    DatasetSections(ReportInput input) {
        this.input = input;
    }

    Page.DatasetSection section() {
        List<Page.SplitRow> rows = new ArrayList<>();
        for (Dataset.Split split : Dataset.Split.values()) {
            rows.add(row(split, input.dataset().of(split)));
        }
        List<Dataset.Image> pulled = input.dataset().images().stream()
                .filter(image -> !input.isPointer(image))
                .toList();
        return new Page.DatasetSection(
                rows, alike(pulled), input.dataset().images().size() - pulled.size());
    }

    private Page.SplitRow row(Dataset.Split split, List<Dataset.Image> images) {
        double[] sides = images.stream()
                .mapToDouble(image -> Math.max(image.width(), image.height()))
                .sorted()
                .toArray();
        double[] boxes = images.stream()
                .flatMap(image -> image.objects().stream())
                .mapToDouble(object -> Math.max(side(object.box(), 0), side(object.box(), 1)))
                .sorted()
                .toArray();
        double[] shares = images.stream()
                .flatMapToDouble(image -> image.objects().stream()
                        .mapToDouble(object ->
                                side(object.box(), 0) * side(object.box(), 1) / image.width() / image.height()))
                .sorted()
                .toArray();
        int objects = images.stream().mapToInt(image -> image.objects().size()).sum();
        return new Page.SplitRow(
                split.word(),
                images.size(),
                objects,
                range(sides, "%.0f"),
                range(boxes, "%.0f"),
                range(Arrays.stream(shares).map(share -> share * 100).toArray(), "%.1f"));
    }

    private static double side(List<Double> box, int axis) {
        return box.get(axis + 2) - box.get(axis);
    }

    /** Least, median and most. */
    private static String range(double[] sorted, String format) {
        if (sorted.length == 0) {
            return "–";
        }
        String all = format + " / " + format + " / " + format;
        return String.format(
                java.util.Locale.ROOT, all, sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    /** Pairs of images in different splits that look nearly the same. */
    private List<String> alike(List<Dataset.Image> images) {
        Path folder = DatasetFolder.root(input.request().dataset());
        ImageDecoder decoder = new ImageDecoder();
        long[] hashes = IntStream.range(0, images.size())
                .parallel()
                .mapToLong(i ->
                        Likeness.hash(decoder.rgb(folder.resolve(images.get(i).file()))))
                .toArray();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < hashes.length; i++) {
            for (int j = i + 1; j < hashes.length; j++) {
                int distance = Likeness.distance(hashes[i], hashes[j]);
                if (distance <= Likeness.NEARLY_THE_SAME
                        && images.get(i).split() != images.get(j).split()) {
                    pairs.add(named(images.get(i)) + " and " + named(images.get(j)) + " (" + distance
                            + " of 64 bits differ)");
                }
            }
        }
        return pairs;
    }

    private static String named(Dataset.Image image) {
        return image.split().word() + "/" + image.name();
    }
}
