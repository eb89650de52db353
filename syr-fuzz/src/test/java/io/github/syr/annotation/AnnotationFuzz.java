package io.github.syr.annotation;

import io.github.syr.fuzz.Reading;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Request;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A data set of two images whose annotation file is the fuzzer's. */
final class AnnotationFuzz {

    private static final Size SIZE = new Size(16, 12);

    private final Request.Format format;
    private final Path folder;
    private final Path file;

    AnnotationFuzz(Request.Format format, String file) {
        this.format = format;
        this.folder = Reading.folder(format.name());
        this.file = folder.resolve(file);
        for (String image : List.of("a.png", "b.png", "train/images/a.png", "test/images/b.png", "masks/a.png")) {
            draw(folder.resolve(image));
        }
    }

    private static void draw(Path file) {
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(
                    new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the annotations, and draws what they say. */
    void read(byte[] annotations) {
        Reading.of(() -> {
            Files.write(file, annotations);
            var settings = new Request.DataSource(
                    folder.toString(),
                    format,
                    List.of(),
                    Optional.empty(),
                    new Request.MaskRules(
                            Request.PolygonHoles.EVEN_ODD,
                            Request.Crowd.INCLUDE,
                            128,
                            List.of(),
                            Request.MaskObjects.ONE));
            DatasetFolder dataset = DatasetFolder.open(settings, Reading.folder("out"));
            MaskDrawer drawer = new MaskDrawer(new ImageDecoder(), Request.MaskRules.DEFAULT);
            ObjectBoxes boxes = new ObjectBoxes();
            for (AnnotatedImage image : new Degenerate()
                    .removeFrom(Formats.reader(format, dataset)
                            .read(dataset, settings)
                            .images())) {
                for (AnnotatedObject object : image.objects()) {
                    drawer.draw(object, SIZE).forEach(mask -> boxes.of(object.box(), mask, object.place()));
                }
            }
        });
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
