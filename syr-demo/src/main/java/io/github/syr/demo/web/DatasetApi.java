package io.github.syr.demo.web;

import io.github.syr.annotation.DatasetAddition;
import io.github.syr.annotation.DatasetAddition.NewImage;
import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.annotation.DatasetFolder;
import io.github.syr.demo.image.ImageStore;
import io.github.syr.demo.image.StoredImage;
import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset;
import io.github.syr.message.Request;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The data set: images to take from it, and to add to it. */
final class DatasetApi {

    private final Optional<Request.DataSource> source;
    private final Path output;
    private final ImageStore images;

    /** @param source none where there is no data set */
    DatasetApi(Optional<Request.DataSource> source, Path output, ImageStore images) {
        this.source = source;
        this.output = output;
        this.images = images;
    }

    private DatasetAddition addition() {
        return new DatasetAddition(dataset(), output);
    }

    private Request.DataSource dataset() {
        return source.orElseThrow(() -> new NotFoundResponse("There is no data set."));
    }

    /** As it is now: it may be changed by other programs. */
    Messages.DatasetState state() {
        try {
            DatasetAddition.Contents contents = addition().contents();
            return new Messages.DatasetState(
                    Optional.of(contents.format().name().toLowerCase(Locale.ROOT)),
                    contents.images(),
                    contents.unannotated(),
                    contents.splits().stream().map(Dataset.Split::word).toList(),
                    contents.labels(),
                    Optional.empty());
        } catch (SyrException e) {
            return new Messages.DatasetState(
                    Optional.empty(), List.of(), List.of(), List.of(), List.of(), Optional.of(e.getMessage()));
        }
    }

    /** Takes one of its images onto the page; one that is there already is the same. */
    StoredImage take(Messages.DatasetImage chosen) throws IOException {
        if (!addition().contents().images().contains(chosen.file())) {
            throw new NotFoundResponse(chosen.file() + " is no image of the data set (any more).");
        }
        Optional<StoredImage> known = images.all().stream()
                .filter(image -> image.datasetFile().equals(Optional.of(chosen.file())))
                .findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        Path file = DatasetFolder.root(dataset()).resolve(chosen.file());
        try (InputStream content = Files.newInputStream(file)) {
            return images.add(chosen.file(), content, Optional.of(chosen.file()));
        }
    }

    /** Adds an image, or the annotation of one that it has. */
    Messages.Added add(StoredImage image, List<NewObject> objects, Optional<Dataset.Split> split) throws IOException {
        DatasetAddition.Added added = image.datasetFile().isPresent()
                ? addition().annotate(image.datasetFile().get(), objects)
                : addition().addNew(new NewImage(image.name(), Files.readAllBytes(image.file())), split, objects);
        return new Messages.Added(added.image(), added.files());
    }
}
