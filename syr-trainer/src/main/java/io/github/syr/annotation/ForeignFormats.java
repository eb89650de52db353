package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.io.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Recognizes annotations in formats that are not read, to say what they are and what to export instead. */
final class ForeignFormats {

    private static final int HEAD = 4096;

    private static final Pattern YOLO_LINE = Pattern.compile("\\s*\\d+(\\s+[0-9.eE+-]+){4,}\\s*");

    private static final String COCO = "Export it as COCO instances, or as PNG masks in a folder masks beside images.";

    /** What a JSON file is by its keys: the first that holds. */
    private static final Map<String, Predicate<JsonShape>> JSON = json();

    private ForeignFormats() {}

    private static Map<String, Predicate<JsonShape>> json() {
        Map<String, Predicate<JsonShape>> formats = new LinkedHashMap<>();
        formats.put("Label Studio's own JSON", shape -> shape.has(0, "data") && shape.has(1, "result"));
        formats.put("Label Studio's JSON-MIN", shape -> shape.has(0, "annotation_id") && shape.has(0, "annotator"));
        formats.put(
                "a project of VGG Image Annotator 3 (version 2 is read)",
                shape -> shape.has(0, "project") && shape.has(0, "metadata") && shape.has(0, "file"));
        formats.put(
                "Supervisely's JSON",
                shape -> shape.has(0, "objects") && shape.has(0, "size") && shape.has(1, "classTitle"));
        formats.put(
                "an annotation file of SA-1B",
                shape -> shape.has(0, "image") && shape.has(0, "annotations") && shape.has(1, "predicted_iou"));
        formats.put(
                "CreateML's JSON, with boxes only",
                shape -> shape.has(0, "annotations") && shape.has(1, "coordinates"));
        formats.put("V7's Darwin JSON", shape -> shape.has(0, "item") && shape.has(0, "annotations"));
        formats.put("COCO's panoptic format", shape -> shape.has(1, "segments_info"));
        formats.put("COCO's captions", shape -> shape.has(0, "annotations") && shape.has(1, "caption"));
        return formats;
    }

    /** @throws SyrException that names the first file of a format that is not read, if one is recognized */
    static void refuse(DatasetFolder folder) {
        json(folder)
                .or(() -> xml(folder))
                .or(() -> yolo(folder))
                .or(() -> voc(folder))
                .or(() -> masksBeside(folder))
                .ifPresent(foreign -> {
                    throw foreign;
                });
    }

    private static Optional<SyrException> json(DatasetFolder folder) {
        for (Path file : folder.jsonFiles()) {
            JsonShape shape = folder.shape(file);
            for (Map.Entry<String, Predicate<JsonShape>> format : JSON.entrySet()) {
                if (format.getValue().test(shape)) {
                    return Optional.of(notRead(file, format.getKey(), COCO));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<SyrException> xml(DatasetFolder folder) {
        for (String name : folder.others("xml")) {
            Path file = folder.root().resolve(name);
            String head = head(file);
            if (head.contains("<annotations")
                    && (head.contains("<image") || head.contains("<track") || head.contains("<meta"))) {
                return Optional.of(notRead(file, "CVAT's XML", "Export the task as COCO 1.0."));
            }
            if (head.contains("<annotation") && (head.contains("<object") || head.contains("<size"))) {
                return Optional.of(notRead(file, "Pascal VOC's XML, with boxes only", COCO));
            }
        }
        return Optional.empty();
    }

    private static Optional<SyrException> yolo(DatasetFolder folder) {
        return folder.others("txt").stream()
                .map(name -> folder.root().resolve(name))
                .filter(file -> YOLO_LINE
                        .matcher(head(file).lines().findFirst().orElse(""))
                        .matches())
                .findFirst()
                .map(file -> notRead(file, "a label file of YOLO", COCO));
    }

    private static Optional<SyrException> voc(DatasetFolder folder) {
        return Stream.of("SegmentationObject", "SegmentationClass")
                .filter(masks -> isThere(folder, "JPEGImages") && isThere(folder, masks))
                .findFirst()
                .map(masks -> SyrException.badData(
                        folder.root(),
                        "has the folders JPEGImages and " + masks + " of Pascal VOC.",
                        "Name them images and masks."));
    }

    private static boolean isThere(DatasetFolder folder, String side) {
        return folder.names().stream().anyMatch(name -> PairedFolders.isIn(name, side));
    }

    private static Optional<SyrException> masksBeside(DatasetFolder folder) {
        Set<String> stems = folder.names().stream()
                .filter(DatasetFolder::isImage)
                .map(ForeignFormats::path)
                .collect(Collectors.toSet());
        for (String suffix : List.of("_mask", "-mask", ".mask", "_seg", "_label", "_gt")) {
            for (String name : folder.names()) {
                String path = path(name);
                if (DatasetFolder.isImage(name)
                        && path.endsWith(suffix)
                        && stems.contains(path.substring(0, path.length() - suffix.length()))) {
                    return Optional.of(SyrException.badData(
                            folder.root().resolve(name),
                            "is a mask beside its image, which is not read.",
                            "Move the images into a folder images and the masks into a folder masks, with equal names: "
                                    + name + " without " + suffix + "."));
                }
            }
        }
        return Optional.empty();
    }

    private static String path(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static SyrException notRead(Path file, String what, String remedy) {
        return SyrException.badData(file, "is " + what + ". This format is not read.", remedy);
    }

    private static String head(Path file) {
        RegularFile.require(file);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e, "Make the file readable.", e);
        }
    }
}
