package com.example.rings;

import io.github.syr.image.Box;
import io.github.syr.segment.Mask;
import io.github.syr.segment.SegmentedImage;
import io.github.syr.segment.Segmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Cuts the ring in a box out of a photograph: {@code RingCutout ring.jpg 120,80,640,590 cut-out.png}. */
public final class RingCutout {

    private RingCutout() {}

    public static void main(String[] args) throws IOException {
        Path photograph = Path.of(args[0]);
        double[] box = Stream.of(args[1].split(",")).mapToDouble(Double::parseDouble).toArray();
        Path cutOut = Path.of(args[2]);
        try (Segmenter segmenter = Segmenter.fromClasspath()) {
            SegmentedImage image = segmenter.open(photograph);
            Mask mask = image.segment(Box.of(box[0], box[1], box[2], box[3]));
            ImageIO.write(mask.cutOut(), "png", cutOut.toFile());
            System.out.printf("%s: %d of %d pixels are ring%n", cutOut, mask.pixels().area(), mask.width() * mask.height());
        }
    }
}
