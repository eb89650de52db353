package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Dataset.Split;
import io.github.syr.message.Request.Format;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutOutsReaderTest {

    @TempDir
    Path folder;

    private static BufferedImage onBlack(int grey) {
        BufferedImage cutOut = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Fixture.fill(cutOut, new Color(9, 9, 9), 0, 0, 40, 30);
        Fixture.fill(cutOut, new Color(grey, grey, grey), 10, 5, 20, 25);
        return cutOut;
    }

    private static BufferedImage onTransparency() {
        BufferedImage cutOut = new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                int alpha = x < 10 ? 0 : x < 12 ? 127 : x < 14 ? 128 : 255;
                cutOut.setRGB(x, y, alpha << 24 | 0x050505 + x);
            }
        }
        return cutOut;
    }

    @Test
    void takesAnOpaqueOneByGreyLevelAndATransparentOneByAlpha() {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "validation", "test")) {
            fixture.image(split + "/images/ring.jpg", 40, 30, split.length());
            fixture.save(split + "/cutouts/ring.png", split.equals("test") ? onTransparency() : onBlack(10));
        }
        MaskResult result = fixture.build();
        assertEquals(Format.CUTOUTS, result.format());
        assertEquals(Shape.rectangle(10, 5, 20, 25).pixels(40, 30), mask(fixture, result, Split.TRAIN));
        assertEquals(Shape.rectangle(12, 0, 40, 30).pixels(40, 30), mask(fixture, result, Split.TEST));
    }

    private static BitSet mask(Fixture fixture, MaskResult result, Split split) {
        Path file = fixture.output.resolve(
                result.dataset().of(split).get(0).objects().get(0).mask());
        return new ImageDecoder().mask(file, 128).bits();
    }

    @Test
    void takesTransparentOnesWithoutPhotographsForPhotographs() {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "validation", "test")) {
            BufferedImage cutOut = onTransparency();
            cutOut.setRGB(0, 0, split.length());
            fixture.save(split + "/cutouts/ring.png", cutOut);
        }
        MaskResult result = fixture.build();
        assertEquals(
                "train/cutouts/ring.png",
                result.dataset().of(Split.TRAIN).get(0).file());
        assertEquals(Shape.rectangle(12, 0, 40, 30).pixels(40, 30), mask(fixture, result, Split.TRAIN));
    }

    @Test
    void refusesOpaqueOnesWithoutPhotographs() {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "validation", "test")) {
            fixture.save(split + "/cutouts/ring.png", onBlack(100 + split.length()));
        }
        assertTrue(fixture.refusal()
                .problem()
                .endsWith("nothing in it is transparent, and there is no photograph beside it."));
    }

    @Test
    void refusesAnEmptyOneWithTheHighestGreyLevel() {
        Fixture fixture = new Fixture(folder);
        for (String split : List.of("train", "validation", "test")) {
            fixture.image(split + "/images/ring.jpg", 40, 30, split.length());
            fixture.save(split + "/cutouts/ring.png", onBlack(9));
        }
        assertTrue(fixture.refusal()
                .problem()
                .endsWith("is all black: its highest grey level is 9, but a pixel belongs from 10 on."));
    }
}
