package io.github.syr.training;

import io.github.syr.checkpoint.SamConfig;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.RgbImage;
import io.github.syr.mask.MaskResize;
import io.github.syr.mask.Overlay;
import io.github.syr.mask.PngFile;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.sample.Sample;
import io.github.syr.sample.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A dozen training images as the first epochs see them, for the eye: {@code overlays/augmented}. */
final class AugmentedOverlays {

    private static final int COUNT = 12;

    private final OutputLayout layout;

    AugmentedOverlays(OutputLayout layout) {
        this.layout = layout;
    }

    /** Draws them anew; none where nothing is augmented. */
    void draw(Samples train, Request.Training parameters, SamConfig config) {
        deleteOld();
        if (parameters.tuning().augmentation().isEmpty()) {
            return;
        }
        Variants variants = new Variants(train, parameters, config.imageSize());
        for (int i = 0; i < COUNT; i++) {
            Sample sample = variants.sample(i % train.size(), 1 + i / train.size());
            RgbImage image = sample.resized();
            BinaryMask all = new BinaryMask(image.width(), image.height());
            sample.objects().stream()
                    .map(object -> MaskResize.nearest(object.mask(), image.width(), image.height()))
                    .forEach(mask -> all.bits().or(mask.bits()));
            PngFile.write(
                    layout.augmented().resolve(String.format(Locale.ROOT, "%02d-%s.png", i + 1, sample.name())),
                    Overlay.of(image, all, Overlay.HIT));
        }
    }

    private void deleteOld() {
        if (!Files.isDirectory(layout.augmented())) {
            return;
        }
        try (Stream<Path> files = Files.list(layout.augmented())) {
            List<Path> old = files.toList();
            for (Path file : old) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
