package io.github.syr.message;

import io.github.syr.io.Sha256;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a {@code dataset.json} still says what the data set's folder and the parameters say. */
public final class DatasetDigests {

    /** What data sets are made of; build output and sources beside them come and go. */
    private static final Set<String> ENDINGS =
            Set.of("json", "jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif", "webp");

    private DatasetDigests() {}

    /** The folder of a data set that may be named by its annotation file. */
    public static Path folder(Request.Dataset dataset) {
        Path named = Path.of(dataset.path()).toAbsolutePath().normalize();
        return Files.isDirectory(named) ? named : named.getParent();
    }

    /** Digest of the parameters, less the path: a data set that moved is the same. */
    public static String settings(Request.Dataset dataset) {
        var json = RecordJson.toJson(dataset);
        json.addProperty("path", folder(dataset).equals(Path.of(dataset.path()).toAbsolutePath().normalize())
                ? "" : Path.of(dataset.path()).getFileName().toString());
        return Sha256.of(Json.writeLine(json));
    }

    /** Digest of the names of all images and annotations below a folder, hidden ones and {@code target} left out. */
    public static String listing(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return Sha256.of(files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith("target/") && !name.startsWith("src/") && !name.startsWith(".") && !name.contains("/."))
                    .filter(name -> ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)))
                    .sorted()
                    .collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has changed since the file was written, in words; empty if nothing has. */
    public static List<String> changes(Request.Dataset today, Dataset then) {
        List<String> changes = new ArrayList<>();
        Path folder = folder(today);
        if (!settings(today).equals(then.settings())) {
            changes.add("the parameters of the data set have changed");
        }
        for (Map.Entry<String, String> source : then.sources().entrySet()) {
            Path file = folder.resolve(source.getKey());
            if (!Files.isRegularFile(file)) {
                changes.add("the data set has lost " + source.getKey());
            } else if (!Sha256.of(file).equals(source.getValue())) {
                changes.add("the data set has changed: " + source.getKey());
            }
        }
        if (changes.isEmpty() && !listing(folder).equals(then.listing())) {
            changes.add("the data set has other files");
        }
        return changes;
    }
}
