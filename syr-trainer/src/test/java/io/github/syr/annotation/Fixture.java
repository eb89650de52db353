package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Dataset;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import io.github.syr.message.Request.Crowd;
import io.github.syr.message.Request.Format;
import io.github.syr.message.Request.MaskObjects;
import io.github.syr.message.Request.PolygonHoles;
import io.github.syr.session.Session;
import io.github.syr.worker.MaskTask;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** A small data set on disk, and the task {@code masks} on it. */
final class Fixture {

    final Path data;
    final Path output;
    Format format = Format.AUTO;
    String path;
    List<String> labels = List.of();
    Optional<String> splitGroup = Optional.empty();
    PolygonHoles polygonHoles = PolygonHoles.UNION;
    Crowd crowd = Crowd.INCLUDE;
    int maskThreshold = 128;
    List<Integer> maskValues = List.of();
    MaskObjects maskObjects = MaskObjects.ONE;
    boolean allowOutside;
    final List<Event> events = new ArrayList<>();

    Fixture(Path folder) {
        this(folder.resolve("dataset"), folder.resolve("out"));
    }

    Fixture(Path data, Path output) {
        this.data = data;
        this.output = output;
        this.path = data.toString();
    }

    /** An image whose colour, and so its content, follows from its number. */
    void image(String name, int width, int height, int number) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        fill(image, new Color(number * 53 % 256, number * 97 % 256, 90), 0, 0, width, height);
        save(name, image);
    }

    /** A white rectangle on black, from x0, y0 to before x1, y1. */
    void mask(String name, int width, int height, int x0, int y0, int x1, int y1) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        fill(image, Color.WHITE, x0, y0, x1, y1);
        save(name, image);
    }

    static void fill(BufferedImage image, Color colour, int x0, int y0, int x1, int y1) {
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(x0, y0, x1 - x0, y1 - y0);
        graphics.dispose();
    }

    /** In the format that the suffix says; JPEG, PNG, BMP. */
    void save(String name, BufferedImage image) {
        try {
            Path file = file(name);
            Files.createDirectories(file.getParent());
            ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path text(String name, String text) {
        bytes(name, text.getBytes(StandardCharsets.UTF_8));
        return file(name).normalize();
    }

    void bytes(String name, byte[] bytes) {
        try {
            Files.createDirectories(file(name).getParent());
            Files.write(file(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void replace(String name, String from, String to) {
        String text = read(file(name));
        if (!text.contains(from)) {
            throw new IllegalArgumentException(name + " has no " + from);
        }
        text(name, text.replace(from, to));
    }

    void delete(String name) {
        try {
            Files.delete(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return data.resolve(name);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Request.DataSource source() {
        return new Request.DataSource(
                path,
                format,
                labels,
                splitGroup,
                new Request.MaskRules(polygonHoles, crowd, maskThreshold, maskValues, maskObjects),
                allowOutside);
    }

    MaskResult build() {
        events.clear();
        return build(events::add);
    }

    MaskResult build(Consumer<Event> listener) {
        Request.DataSource dataset = source();
        Request.Training training = new Request.Training(
                List.of(1),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                1,
                OptionalDouble.empty(),
                0,
                0,
                OptionalInt.empty(),
                1);
        Request request = new Request(
                Request.SCHEMA,
                Request.Task.MASKS,
                output.toString(),
                Optional.empty(),
                dataset,
                training,
                new Request.Execution("cpu", 1));
        try (Session session = new Session(request, listener, () -> {})) {
            return new MaskTask(session).masks();
        }
    }

    /** What {@link #build} refuses the data set with. */
    SyrException refusal() {
        return assertThrows(SyrException.class, this::build);
    }

    List<String> notes(Event.Level level) {
        return events.stream()
                .filter(event -> event instanceof Event.Note note && note.level() == level)
                .map(event -> ((Event.Note) event).text())
                .toList();
    }

    /** All warnings but the one about few images for validation, which every small data set gives. */
    List<String> warnings() {
        return notes(Event.Level.WARN).stream()
                .filter(warning -> !warning.contains(" for validation: too few"))
                .toList();
    }

    /** The mask of an object, as its file has it. */
    BinaryMask mask(MaskResult result, String image, int object) {
        return new ImageDecoder()
                .mask(output.resolve(image(result, image).objects().get(object).mask()), 128);
    }

    static Dataset.Image image(MaskResult result, String name) {
        return result.dataset().images().stream()
                .filter(image -> image.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<String> names(MaskResult result, Split split) {
        return result.dataset().of(split).stream().map(Dataset.Image::name).toList();
    }

    /** A mask as text, a line a row. */
    static String text(BinaryMask mask) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                text.append(mask.get(x, y) ? '#' : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** A data set in the predecessor's layout: three images of 40 x 30, one a split, each with its box. */
    static Fixture syr(Path folder) {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "validation", "test")) {
            fixture.image(split + "/images/" + split + ".jpg", 40, 30, split.length());
            fixture.mask(split + "/masks/" + split + ".png", 40, 30, 10, 5, 20, 25);
        }
        fixture.text("annotations.json", """
                {
                  "train": {"train.jpg": {"mask_path": "./dataset/train/masks/train.png", "bbox": [9, 4.5, 21, 26]}},
                  "validation": {"validation.jpg": {"mask_path": "./dataset/validation/masks/validation.png", "bbox": [10, 5, 20, 25]}},
                  "test": {"test.jpg": {"mask_path": "./dataset/test/masks/test.png", "bbox": [10, 5, 20, 25]}}
                }
                """);
        return fixture;
    }
}
