package io.github.syr.bench;

import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.segment.Segmenter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * The tiny model's work on more: images, requests at once, boxes an image, megapixels an image, LoRA's rank in a step.
 */
final class Growth implements Measure.Work {
    private final Path folder;
    private final String of;
    private final int number;
    private final AutoCloseable model;

    Growth(Path folder, String of, int number) {
        this.folder = folder;
        this.of = of;
        this.number = number;
        model = of.equals("rank")
                ? new Works.Step(Works.sam(Works.tiny(folder)), folder, "tiny_lora_" + number + ".safetensors", 1)
                : Works.segmenter(Works.tiny(folder));
    }

    @Override
    public double[] run() {
        if (model instanceof Works.Step step) {
            return step.run();
        }
        if (of.equals("requests")) {
            return Works.requests((Segmenter) model, Works.image(folder), number, number);
        }
        RgbImage image = of.equals("megapixels") ? larger(Works.image(folder), number) : Works.image(folder);
        for (int i = of.equals("images") ? number : 1; i > 1; i--) {
            ((Segmenter) model).open(image).segment(Works.BOX);
        }
        List<Box> boxes = Collections.nCopies(of.equals("boxes") ? number : 1, Works.BOX);
        return new double[] {
            ((Segmenter) model).open(image).segment(boxes).get(0).predictedIou()
        };
    }

    /** Of about so many megapixels, 3 to 2; pixels repeat. */
    private static RgbImage larger(RgbImage image, int megapixels) {
        int height = (int) Math.sqrt(megapixels * 1_000_000 / 1.5);
        int width = height * 3 / 2;
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = image.pixels()[i % image.pixels().length];
        }
        return new RgbImage(width, height, pixels);
    }

    @Override
    public void close() {
        try {
            model.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
