package it;

import io.github.syr.image.Box;
import io.github.syr.segment.Mask;
import io.github.syr.segment.Segmenter;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Segments a photograph with the adapter that it depends on. */
public class Consumer {

    public static void main(String[] args) throws Exception {
        Path image;
        try (Stream<Path> images = Files.list(Path.of(args[0], "test", "images"))) {
            image = images.sorted().findFirst().orElseThrow();
        }
        try (Segmenter segmenter = Segmenter.fromClasspath()) {
            Mask mask = segmenter.open(image).segment(Box.of(20, 20, 200, 200));
            ImageIO.write(mask.cutOut(), "png", new File(args[1], "cut-out.png"));
        }
    }
}
