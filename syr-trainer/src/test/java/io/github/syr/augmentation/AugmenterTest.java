package io.github.syr.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import io.github.syr.message.Tuning.Augmentation;
import io.github.syr.sample.Detail;
import io.github.syr.sample.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AugmenterTest {

    private static final int SIDE = 128;
    private static final int WIDTH = 240;
    private static final int HEIGHT = 180;
    private static final int GROUND = 200;

    /** A ring around 130, 80, off the centre; its hole has a radius of 20 pixels. */
    private static final BiPredicate<Integer, Integer> RING = (x, y) -> {
        double radius = Math.hypot(x + .5 - 130, y + .5 - 80);
        return radius >= 20 && radius < 45;
    };

    private static BinaryMask mask(BiPredicate<Integer, Integer> shape) {
        BinaryMask mask = new BinaryMask(WIDTH, HEIGHT);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            mask.set(i % WIDTH, i / WIDTH, shape.test(i % WIDTH, i / WIDTH));
        }
        return mask;
    }

    /** Red where a mask is, grey elsewhere. */
    private static Detail detail(BinaryMask... masks) {
        byte[] pixels = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int at = i;
            boolean object = Arrays.stream(masks).anyMatch(mask -> mask.bits().get(at));
            pixels[3 * i] = (byte) GROUND;
            pixels[3 * i + 1] = (byte) (object ? 20 : GROUND);
            pixels[3 * i + 2] = (byte) (object ? 30 : GROUND);
        }
        return new Detail(new RgbImage(WIDTH, HEIGHT, pixels), List.of(masks));
    }

    /** Of an original that is twice as large as the detail. */
    private static Sample sample(Detail detail) {
        List<Sample.AnnotatedMask> objects = detail.masks().stream()
                .map(mask -> {
                    Box box = mask.box().orElse(Box.of(0, 0, 1, 1));
                    return new Sample.AnnotatedMask(
                            Box.of(2 * box.x0(), 2 * box.y0(), 2 * box.x1(), 2 * box.y1()), mask);
                })
                .toList();
        return new Sample(
                "ring.png", "0", 2 * WIDTH, 2 * HEIGHT, PillowResize.longestSide(detail.image(), SIDE), objects);
    }

    private static Augmenter augmenter(Augmentation... kinds) {
        return new Augmenter(List.of(kinds), SIDE, OptionalInt.empty());
    }

    private static final Augmentation[] GEOMETRY = {
        Augmentation.FLIP, Augmentation.ROTATION, Augmentation.SCALE, Augmentation.CROP
    };

    @ParameterizedTest
    @EnumSource(Augmentation.class)
    void everyKindChangesTheImageAndGivesTheSameBytesForTheSameSeed(Augmentation kind) {
        Detail detail = detail(mask(RING));
        Sample plain = sample(detail);
        int changed = 0;
        for (int seed = 0; seed < 60; seed++) {
            Sample once = augmenter(kind).augment(plain, detail, new SplittableRandom(seed));
            Sample again = augmenter(kind).augment(plain, detail, new SplittableRandom(seed));
            assertArrayEquals(once.resized().pixels(), again.resized().pixels());
            assertEquals(once.objects(), again.objects());
            changed += Arrays.equals(once.resized().pixels(), plain.resized().pixels()) ? 0 : 1;
        }
        assertTrue(changed >= 3 && changed < 60, kind + " changed " + changed + " of 60");
    }

    /** The mask lies where the red pixels lie, the box around the mask, and the hole stays open. */
    @Test
    void masksAndBoxesFollowTheImage() {
        Detail detail = detail(mask(RING));
        Sample plain = sample(detail);
        int variants = 0;
        for (int seed = 0; seed < 40; seed++) {
            Sample sample = augmenter(GEOMETRY).augment(plain, detail, new SplittableRandom(seed));
            if (sample == plain) {
                continue;
            }
            variants++;
            RgbImage image = sample.resized();
            BinaryMask mask = sample.objects().get(0).mask();
            Box box = sample.objects().get(0).box();
            assertEquals(SIDE, Math.max(image.width(), image.height()));
            assertEquals(new Size(sample.width(), sample.height()).longestSide(SIDE), Size.of(image));
            int wrong = 0;
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    int green = image.pixels()[3 * (y * image.width() + x) + 1] & 0xFF;
                    int mx = (int) ((x + .5) * mask.width() / image.width());
                    int my = (int) ((y + .5) * mask.height() / image.height());
                    // edges are a mix
                    wrong += green < 60 && near(mask, mx, my) == 0 || green > 160 && near(mask, mx, my) == 9 ? 1 : 0;
                }
            }
            assertEquals(0, wrong, "pixels that mask and image disagree about, seed " + seed);
            Box tight = mask.box().orElseThrow();
            assertEquals(tight.x0() / mask.width(), box.x0() / sample.width(), 1e-12);
            assertEquals(tight.y1() / mask.height(), box.y1() / sample.height(), 1e-12);
            int cx = (int) (tight.x0() + tight.x1()) / 2;
            int cy = (int) (tight.y0() + tight.y1()) / 2;
            assertFalse(mask.get(cx, cy), "the hole is open");
            assertEquals(1, mask.polygons().size());
            assertEquals(1, mask.polygons().get(0).holes().size());
        }
        assertTrue(variants > 20, variants + " variants");
    }

    /** How many of the 3 x 3 pixels around one belong: the grids of image and mask differ. */
    private static int near(BinaryMask mask, int x, int y) {
        int count = 0;
        for (int i = 0; i < 9; i++) {
            int nx = Math.max(0, Math.min(mask.width() - 1, x + i % 3 - 1));
            int ny = Math.max(0, Math.min(mask.height() - 1, y + i / 3 - 1));
            count += mask.get(nx, ny) ? 1 : 0;
        }
        return count;
    }

    @Test
    void flippingAloneMirrorsEveryPixel() {
        Detail detail = detail(mask(RING));
        Sample plain = sample(detail);
        View mirrored = new View(Box.of(0, 0, WIDTH, HEIGHT), true, 1, 0, WIDTH, HEIGHT);
        Warp warp = new Warp(mirrored, new Size(WIDTH, HEIGHT));
        RgbImage image = warp.of(detail.image());
        BinaryMask mask = warp.of(detail.masks().get(0));
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int other = i / WIDTH * WIDTH + WIDTH - 1 - i % WIDTH;
            assertEquals(detail.image().pixels()[3 * other + 1], image.pixels()[3 * i + 1]);
            assertEquals(detail.masks().get(0).bits().get(other), mask.bits().get(i));
        }
        assertNotNull(plain);
    }

    /** 90 degrees: x to y, as ROTATION's angles are but smaller. */
    @Test
    void turningMovesMaskAndBoxAlike() {
        BinaryMask mask = mask((x, y) -> x >= 100 && x < 160 && y >= 80 && y < 100);
        View turned = new View(Box.of(0, 0, WIDTH, HEIGHT), false, 0, 1, WIDTH, HEIGHT);
        BinaryMask seen = new Warp(turned, new Size(WIDTH, HEIGHT)).of(mask);
        // around 120, 90: x 100..160 becomes y 70..130, y 80..100 becomes x 110..130
        assertEquals(Box.of(110, 70, 130, 130), seen.box().orElseThrow());
    }

    @Test
    void switchingOneKindOnChangesNothingAboutTheOthers() {
        Detail detail = detail(mask(RING));
        Sample plain = sample(detail);
        for (int seed = 0; seed < 20; seed++) {
            Sample flipped =
                    augmenter(Augmentation.FLIP, Augmentation.CROP).augment(plain, detail, new SplittableRandom(seed));
            Sample more = augmenter(Augmentation.FLIP, Augmentation.CROP, Augmentation.BRIGHTNESS, Augmentation.GROUND)
                    .augment(plain, detail, new SplittableRandom(seed));
            assertEquals(flipped.objects(), more.objects());
        }
    }

    @Test
    void theGroundIsReplacedAndTheObjectIsNot() {
        Detail detail = detail(mask(RING));
        Ground ground = Ground.of(detail);
        assertNotNull(ground);
        assertArrayEquals(new double[] {GROUND, GROUND, GROUND}, ground.colour());
        RgbImage image = new RgbImage(WIDTH, HEIGHT, detail.image().pixels().clone());
        ground.replace(image, detail.masks().get(0).bits(), new SplittableRandom(3));
        BinaryMask mask = detail.masks().get(0);
        int other = 0;
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            for (int band = 0; band < 3; band++) {
                int difference = Math.abs(
                        (image.pixels()[3 * i + band] & 0xFF) - (detail.image().pixels()[3 * i + band] & 0xFF));
                if (mask.bits().get(i)) {
                    assertEquals(0, difference);
                } else {
                    other += difference > 5 ? 1 : 0;
                }
            }
        }
        assertTrue(other > WIDTH * HEIGHT, other + " levels of the ground are others");
    }

    @Test
    void aGroundOfManyColoursOrTooDarkStays() {
        Detail detail = detail(mask(RING));
        byte[] noise = new byte[3 * WIDTH * HEIGHT];
        new java.util.Random(1).nextBytes(noise);
        assertNull(Ground.of(new Detail(new RgbImage(WIDTH, HEIGHT, noise), detail.masks())));
        assertNull(Ground.of(new Detail(new RgbImage(WIDTH, HEIGHT, new byte[noise.length]), detail.masks())));
    }

    /** A single pixel is missed by most views at a tenth of the size. */
    @Test
    void anImageWithoutAnObjectIsDrawnAgainThenLeftAndCounted() {
        Detail detail = detail(mask((x, y) -> false), mask((x, y) -> x == 0 && y == 0));
        Sample plain = sample(detail);
        Augmenter augmenter =
                new Augmenter(List.of(Augmentation.ROTATION, Augmentation.CROP), SIDE, OptionalInt.of(16));
        List<Sample> samples = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            samples.add(augmenter.augment(plain, detail, new SplittableRandom(seed)));
        }
        assertTrue(augmenter.givenUp() > 5, augmenter.givenUp() + " given up");
        assertEquals(10 * augmenter.givenUp(), augmenter.redrawn());
        samples.forEach(sample -> assertSame(plain, sample));
    }

    @Test
    void anObjectThatIsMostlyOutOfViewIsLeftOut() {
        BinaryMask right = mask((x, y) -> x >= 225 && y >= 60 && y < 120);
        Detail detail = detail(mask(RING), right);
        Sample plain = sample(detail);
        int less = 0;
        for (int seed = 0; seed < 40; seed++) {
            Sample sample = augmenter(Augmentation.CROP).augment(plain, detail, new SplittableRandom(seed));
            less += sample.objects().size() == 1 ? 1 : 0;
        }
        assertTrue(less > 3 && less < 30, less + " of 40 show one object");
    }

    @Test
    void lightIsALinearFunctionOfEachBand() {
        RgbImage image = new RgbImage(2, 1, new byte[] {10, 20, 30, 110, 120, (byte) 130});
        var streams = new java.util.EnumMap<Augmentation, SplittableRandom>(Augmentation.class);
        streams.put(Augmentation.BRIGHTNESS, new SplittableRandom(5));
        SplittableRandom same = new SplittableRandom(5);
        double factor = .8 + .35 * same.nextDouble();
        double offset = -12 + 24 * same.nextDouble();
        Light.change(image, java.util.EnumSet.of(Augmentation.BRIGHTNESS), streams);
        for (int i = 0; i < 6; i++) {
            int old = new int[] {10, 20, 30, 110, 120, 130}[i];
            assertEquals((int) Math.max(0, old * factor + offset + .5), image.pixels()[i] & 0xFF);
        }
    }

    @Test
    void blurKeepsTheMeanAndSpreadsAPoint() {
        byte[] pixels = new byte[3 * 21 * 21];
        pixels[3 * (10 * 21 + 10)] = (byte) 250;
        RgbImage blurred = Camera.blur(new RgbImage(21, 21, pixels), 1);
        // the centre of a Gaussian of deviation 1 over whole pixels, squared: 0.3989^2
        assertEquals(250 * .3991 * .3991, blurred.pixels()[3 * (10 * 21 + 10)] & 0xFF, 1);
        assertEquals(250 * .3991 * .2420, blurred.pixels()[3 * (10 * 21 + 11)] & 0xFF, 1);
        assertEquals(250 * .3991 * .2420, blurred.pixels()[3 * (11 * 21 + 10)] & 0xFF, 1);
    }
}
