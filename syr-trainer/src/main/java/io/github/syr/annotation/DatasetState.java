package io.github.syr.annotation;

import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a {@code dataset.json} still says what the data set's folder and the parameters say; decodes nothing. */
public final class DatasetState {

    private DatasetState() {}

    /** The folder of a data set, which may be named by its annotation file. */
    public static Path folder(Request.Dataset dataset) {
        Path named = Path.of(dataset.path()).toAbsolutePath().normalize();
        return Files.isDirectory(named) ? named : named.getParent();
    }

    /**
     * What has changed since the masks were made, in words; empty if nothing has.
     *
     * @throws io.github.syr.error.SyrException if the data set isn't there any more
     */
    public static List<String> changes(Request request) {
        OutputLayout output = new OutputLayout(request.outputFolder());
        if (!Files.exists(output.dataset())) {
            return List.of("dataset.json is missing");
        }
        DatasetFolder folder = DatasetFolder.open(request.dataset().path(), output.root());
        List<String> changes = new ArrayList<>();
        Dataset.read(output.dataset()).sources().forEach((name, digest) -> {
            Path file = folder.root().resolve(name);
            if (!Files.isRegularFile(file)) {
                changes.add("the data set has lost " + name);
            } else if (!Sha256.of(file).equals(digest)) {
                changes.add("the data set has another " + name);
            }
        });
        if (changes.isEmpty() && UpToDate.check(output, folder, Digests.settings(request.dataset(), folder)).isEmpty()) {
            changes.add("the data set's parameters, its files' names or the masks made of it have changed");
        }
        return changes;
    }
}
