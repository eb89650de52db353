package io.github.syr.demo.web;

import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.demo.DemoRequest;
import io.github.syr.demo.image.ImageStore;
import io.github.syr.demo.image.StoredImage;
import io.github.syr.demo.model.Encoding;
import io.github.syr.demo.model.Encodings;
import io.github.syr.demo.model.ModelChoice;
import io.github.syr.demo.model.ModelList;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.mask.MaskOps;
import io.github.syr.message.OutputLayout;
import io.github.syr.segment.Mask;
import io.github.syr.segment.SegmentedImage;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the page asks for: images, encodings, masks, files. */
final class ImageApi {

    private final DemoRequest request;
    private final OutputLayout layout;
    private final Messages.Limits limits;
    private final ImageStore images;
    private final Encodings encodings;
    private final DatasetApi dataset;

    ImageApi(DemoRequest request, Messages.Limits limits, ImageStore images, Encodings encodings, DatasetApi dataset) {
        this.request = request;
        this.layout = new OutputLayout(Path.of(request.output()));
        this.limits = limits;
        this.images = images;
        this.encodings = encodings;
        this.dataset = dataset;
    }

    Messages.State state() {
        ModelList models = models();
        List<String> notes = new ArrayList<>(models.problems());
        if (models.choices().size() == 1 && request.dataset().isPresent()) {
            notes.add("No adapter is trained yet; mvn syr:train trains some. The unadapted model can be tried.");
        }
        return new Messages.State(
                request.title(),
                models.choices().stream()
                        .map(model -> new Messages.Model(model.id(), model.name(), model.packaged()))
                        .toList(),
                notes,
                images.all().stream().map(ImageApi::message).toList(),
                request.dataset().isPresent(),
                limits);
    }

    private ModelList models() {
        return ModelList.of(layout, request.adapter().map(Path::of));
    }

    private static Messages.Image message(StoredImage image) {
        return new Messages.Image(image.id(), image.name(), image.width(), image.height(), image.datasetFile());
    }

    Messages.Image upload(Context context) throws IOException {
        Access.requireLength(context, limits.bytes());
        String name = context.queryParam("name");
        if (name == null) {
            throw new BadRequestResponse("The upload has no name.");
        }
        try (InputStream content = context.bodyInputStream()) {
            return message(images.add(name, content, Optional.empty()));
        }
    }

    Messages.Image take(Messages.DatasetImage chosen) throws IOException {
        return message(dataset.take(chosen));
    }

    void remove(Context context) {
        StoredImage image = image(context);
        encodings.remove(image.id());
        images.remove(image.id());
    }

    private StoredImage image(Context context) {
        return images.find(context.pathParam("id"))
                .orElseThrow(() -> new NotFoundResponse("This image was removed. Add it again."));
    }

    void picture(Context context) throws IOException {
        Path picture = image(context).picture();
        context.contentType("image/png");
        // the picture of an id never changes
        context.header("Cache-Control", "private, max-age=86400, immutable");
        context.res().setContentLengthLong(Files.size(picture));
        Files.copy(picture, context.res().getOutputStream());
    }

    Messages.EncodingState encoding(Context context, Messages.EncodingRequest wanted) {
        Encoding state = encodings.start(image(context), models().require(wanted.model()));
        if (state instanceof Encoding.Running running) {
            return new Messages.EncodingState(
                    "running", OptionalDouble.of(running.seconds()), running.expected(), Optional.empty());
        } else if (state instanceof Encoding.Failed failed) {
            return encoding("failed", Optional.of(failed.reason()));
        }
        return encoding(state instanceof Encoding.Ready ? "ready" : "waiting", Optional.empty());
    }

    private static Messages.EncodingState encoding(String state, Optional<String> reason) {
        return new Messages.EncodingState(state, OptionalDouble.empty(), OptionalDouble.empty(), reason);
    }

    Messages.MaskAnswer masks(Context context, Messages.MaskRequest wanted) {
        long start = System.nanoTime();
        List<Messages.MaskShape> shapes = masks(image(context), wanted.model(), wanted.objects()).stream()
                .map(mask -> new Messages.MaskShape(
                        SvgPath.of(mask.polygons()),
                        mask.predictedIou(),
                        mask.pixels().area()))
                .toList();
        return new Messages.MaskAnswer(shapes, (System.nanoTime() - start) * 1e-6);
    }

    /** A mask for each object. */
    private List<Mask> masks(StoredImage image, String model, List<Prompted> objects) {
        if (objects.isEmpty()) {
            throw SyrException.badRequest("There is no object yet.", "Draw a box, or click on one.");
        }
        SegmentedImage encoded = encoded(image, models().require(model));
        try {
            return objects.stream().map(object -> object.mask(encoded)).toList();
        } catch (IllegalStateException e) {
            // the model made room for another one meanwhile
            throw notEncoded();
        }
    }

    private SegmentedImage encoded(StoredImage image, ModelChoice model) {
        if (encodings.state(image, model) instanceof Encoding.Ready ready) {
            return ready.image();
        }
        throw notEncoded();
    }

    /** The page has it encoded, then, and asks again. */
    private static ConflictResponse notEncoded() {
        return new ConflictResponse("The image is not encoded by this model.");
    }

    void export(Context context, Messages.ExportRequest wanted) {
        StoredImage image = image(context);
        List<Mask> masks = masks(image, wanted.model(), wanted.objects());
        Export export = switch (wanted.kind()) {
            case MASK -> Export.mask(image, union(masks));
            case CUT_OUT -> Export.cutOut(image, union(masks));
            case LABELME -> Export.labelMe(image, objects(masks, wanted.objects()));
        };
        context.header(
                "Content-Disposition",
                "attachment; filename*=UTF-8''"
                        + URLEncoder.encode(export.name(), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
        context.contentType(export.type()).result(export.content());
    }

    private static BinaryMask union(List<Mask> masks) {
        return MaskOps.union(masks.stream().map(Mask::pixels).toList());
    }

    private static List<NewObject> objects(List<Mask> masks, List<Prompted> prompted) {
        List<NewObject> objects = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            objects.add(new NewObject(prompted.get(i).label(), masks.get(i).pixels()));
        }
        return objects;
    }

    Messages.Added add(Context context, Messages.AdditionRequest wanted) throws IOException {
        StoredImage image = image(context);
        List<Mask> masks = masks(image, wanted.model(), wanted.objects());
        return dataset.add(image, objects(masks, wanted.objects()), wanted.split());
    }
}
