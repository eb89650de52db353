package io.github.syr.cli;

import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.annotation.LabelMeFile;
import io.github.syr.checkpoint.Precision;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.CutOut;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.io.AtomicFile;
import io.github.syr.mask.MaskOps;
import io.github.syr.mask.PngFile;
import io.github.syr.segment.Mask;
import io.github.syr.segment.Prompt;
import io.github.syr.segment.SegmentedImage;
import io.github.syr.segment.Segmenter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Masks what is in boxes, or at points. */
@Command(
        name = "segment",
        mixinStandardHelpOptions = true,
        description = "Masks objects on an image: each box is one; points belong to the one object that there is.",
        footer = {
            "",
            "Coordinates are pixels of the upright image, from its top left corner.",
            "Example: segment ring.jpg --adapter ring-adapter-1.0.0.jar --box 120,80,640,590 --cut-out ring.png"
        })
final class SegmentCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "IMAGE", description = "JPEG, PNG, TIFF, BMP, GIF or WebP.")
    private Path image;

    @Option(names = "--box", paramLabel = "X0,Y0,X1,Y1", description = "A box around an object; may be repeated.")
    private List<String> boxes = List.of();

    @Option(names = "--point", paramLabel = "X,Y", description = "A point on the object; may be repeated.")
    private List<String> points = List.of();

    @Option(names = "--not", paramLabel = "X,Y", description = "A point beside the object; may be repeated.")
    private List<String> others = List.of();

    @Option(
            names = "--mask",
            paramLabel = "FILE",
            description =
                    "Writes the mask: an 8-bit grey PNG, 255 on any of the objects. Where no file is named, IMAGE-mask.png.")
    private Path mask;

    @Option(names = "--cut-out", paramLabel = "FILE", description = "Writes a PNG that is transparent around them.")
    private Path cutOut;

    @Option(names = "--labelme", paramLabel = "FILE", description = "Writes their outlines as LabelMe's JSON.")
    private Path labelMe;

    @Option(names = "--label", paramLabel = "NAME", defaultValue = "object", description = "Their label in it.")
    private String label;

    @Option(names = "--force", description = "Overwrites files that are there.")
    private boolean force;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "float32",
            description =
                    "float32, or bfloat16: faster on processors that have instructions for it, masks differ by some"
                            + " pixels at edges. Default: ${DEFAULT-VALUE}.")
    private String precision;

    @Mixin
    private ModelOptions model;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        List<Prompt> prompts = prompts();
        if (mask == null && cutOut == null && labelMe == null) {
            mask = Path.of(stem(image) + "-mask.png");
        }
        Stream.of(mask, cutOut, labelMe).forEach(this::requireFree);
        NativeJar.require();
        Segmenter.Builder builder = Segmenter.builder()
                .checkpoint(model.checkpoint())
                .device(model.device())
                .precision(Precision.of(precision));
        model.adapter().ifPresent(builder::adapter);
        model.decoderHeads().ifPresent(builder::decoderHeads);
        if (model.threads() > 0) {
            builder.threads(model.threads());
        }
        try (Segmenter segmenter = builder.build();
                SegmentedImage opened = segmenter.open(image)) {
            List<Mask> masks = new ArrayList<>();
            for (Prompt prompt : prompts) {
                masks.add(opened.segmentBest(prompt));
                spec.commandLine().getOut().println(line(masks));
            }
            write(masks);
        } catch (IllegalArgumentException e) {
            throw SyrException.badRequest(e.getMessage() + ".", "Name a box or a point in the image.");
        }
    }

    private static String line(List<Mask> masks) {
        Mask last = masks.get(masks.size() - 1);
        String where = last.box()
                .map(box -> String.format(Locale.ROOT, "%.0f,%.0f,%.0f,%.0f", box.x0(), box.y0(), box.x1(), box.y1()))
                .orElse("nowhere");
        return String.format(
                Locale.ROOT,
                "object %d: %,d pixels in %s, predicted IoU %.3f",
                masks.size(),
                last.pixels().area(),
                where,
                last.predictedIou());
    }

    private void write(List<Mask> masks) {
        BinaryMask union = MaskOps.union(masks.stream().map(Mask::pixels).toList());
        if (mask != null) {
            PngFile.write(mask, union);
        }
        if (cutOut != null) {
            AtomicFile.write(cutOut, PngFile.bytes(CutOut.of(new ImageDecoder().rgb(image), union)));
        }
        if (labelMe != null) {
            List<NewObject> objects = masks.stream()
                    .map(each -> new NewObject(label, each.pixels()))
                    .toList();
            AtomicFile.write(labelMe, LabelMeFile.bytes(imagePath(), Size.of(union), objects));
        }
        Stream.of(mask, cutOut, labelMe)
                .filter(file -> file != null)
                .forEach(file -> spec.commandLine().getOut().println("wrote " + file));
    }

    /** As LabelMe has it: relative to the JSON file; absolute on another drive. */
    private String imagePath() {
        Path from = labelMe.toAbsolutePath().normalize().getParent();
        Path to = image.toAbsolutePath().normalize();
        boolean sameRoot = String.valueOf(from.getRoot()).equals(String.valueOf(to.getRoot()));
        return (sameRoot ? from.relativize(to) : to).toString().replace('\\', '/');
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    private void requireFree(Path file) {
        if (file != null && Files.exists(file) && !force) {
            throw SyrException.badRequest(
                    file + " is there already.", "Name another file, or overwrite it by --force.");
        }
    }

    private List<Prompt> prompts() {
        List<Prompt.Point> clicks = new ArrayList<>();
        points.forEach(text -> clicks.add(point("--point", text, true)));
        others.forEach(text -> clicks.add(point("--not", text, false)));
        if (boxes.isEmpty() && points.isEmpty()) {
            throw SyrException.badRequest("Nothing says what to mask.", "Add --box X0,Y0,X1,Y1 or --point X,Y.");
        }
        if (boxes.size() > 1 && !clicks.isEmpty()) {
            throw SyrException.badRequest(
                    "There are " + boxes.size() + " boxes, and points, which may be of any of them.",
                    "Mask the objects one after another.");
        }
        return boxes.isEmpty()
                ? List.of(new Prompt(clicks, Optional.empty(), Optional.empty()))
                : boxes.stream()
                        .map(text -> new Prompt(clicks, Optional.of(box(text)), Optional.empty()))
                        .toList();
    }

    private static Box box(String text) {
        double[] numbers = numbers("--box", text, 4);
        try {
            return Box.of(numbers[0], numbers[1], numbers[2], numbers[3]);
        } catch (IllegalArgumentException e) {
            throw SyrException.badRequest("--box " + text + ": " + e.getMessage() + ".", "Name it as X0,Y0,X1,Y1.");
        }
    }

    private static Prompt.Point point(String option, String text, boolean on) {
        double[] numbers = numbers(option, text, 2);
        return new Prompt.Point(numbers[0], numbers[1], on);
    }

    private static double[] numbers(String option, String text, int count) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == count) {
                return Stream.of(parts)
                        .mapToDouble(part -> Double.parseDouble(part.strip()))
                        .toArray();
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw SyrException.badRequest(
                option + " is \"" + text + "\".", "It must be " + count + " numbers, separated by commas.");
    }
}
