package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.mask.MaskOps;
import io.github.syr.message.Tuning.PromptKind;
import io.github.syr.message.Tuning.PromptShare;
import io.github.syr.sample.Sample;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PromptDrawerTest {

    /** A mask of half the image's size: two squares of 20 x 20 pixels, and of 10 x 10. */
    private static Sample sample() {
        return new Sample(
                "a.png",
                "0",
                200,
                100,
                new RgbImage(64, 32, new byte[3 * 64 * 32]),
                List.of(object(30, 10, 20), object(60, 30, 10)));
    }

    private static Sample.AnnotatedMask object(int x0, int y0, int side) {
        BinaryMask mask = new BinaryMask(100, 50);
        for (int i = 0; i < side * side; i++) {
            mask.set(x0 + i % side, y0 + i / side, true);
        }
        return new Sample.AnnotatedMask(Box.of(2 * x0, 2 * y0, 2 * (x0 + side), 2 * (y0 + side)), mask);
    }

    private static Prompted draw(int seed, PromptShare... shares) {
        return new PromptDrawer(List.of(shares), 5)
                .draw(sample(), new SplittableRandom(seed), new SplittableRandom(1000 + seed));
    }

    private static boolean isOn(Click click, int object) {
        return sample().objects().get(object).mask().get((int) Math.round((click.x() + 0.5) / 2 - 0.5), (int)
                Math.round((click.y() + 0.5) / 2 - 0.5));
    }

    @Test
    void clicksAreOnTheirObjectsOrBesideThem() {
        int background = 0;
        for (int seed = 0; seed < 60; seed++) {
            Prompted one = draw(seed, new PromptShare(PromptKind.CLICK, 1));
            assertEquals(List.of(), one.boxes());
            for (int object = 0; object < 2; object++) {
                assertEquals(1, one.clicks().get(object).size());
                assertTrue(one.clicks().get(object).get(0).foreground());
                assertTrue(isOn(one.clicks().get(object).get(0), object));
            }
            Prompted several = draw(seed, new PromptShare(PromptKind.CLICKS, 1));
            int count = several.clicks().get(0).size();
            assertTrue(count >= 2 && count <= 4, count + " clicks");
            assertEquals(count, several.clicks().get(1).size(), "as many for each object");
            for (int object = 0; object < 2; object++) {
                assertTrue(several.clicks().get(object).get(0).foreground());
                for (Click click : several.clicks().get(object)) {
                    assertEquals(click.foreground(), isOn(click, object));
                    background += click.foreground() ? 0 : 1;
                    Box box = sample().objects().get(object).box();
                    assertTrue(Math.abs(click.x() - (box.x0() + box.x1()) / 2) <= 0.75 * box.width() + 2);
                }
            }
        }
        assertTrue(background > 40, background + " clicks on background");
    }

    @Test
    void kindsAreDrawnByTheirWeights() {
        Map<PromptKind, Integer> counts = new EnumMap<>(PromptKind.class);
        for (int seed = 0; seed < 400; seed++) {
            Prompted prompted =
                    draw(seed, new PromptShare(PromptKind.BOX, 3), new PromptShare(PromptKind.CORRECTION, 1));
            assertEquals(2, prompted.boxes().size());
            counts.merge(prompted.kind(), 1, Integer::sum);
        }
        assertEquals(300, counts.get(PromptKind.BOX), 40);
        assertEquals(400, counts.get(PromptKind.BOX) + counts.get(PromptKind.CORRECTION));
    }

    @Test
    void anObjectThatIsLostAtTheSizeOfTheLossIsPromptedByItsBox() {
        Sample sample = sample();
        Sample lost = new Sample(
                sample.name(),
                sample.sha256(),
                sample.width(),
                sample.height(),
                sample.resized(),
                List.of(new Sample.AnnotatedMask(Box.of(1, 1, 2, 2), new BinaryMask(100, 50))));
        Prompted prompted = new PromptDrawer(List.of(new PromptShare(PromptKind.CLICK, 1)), 5)
                .draw(lost, new SplittableRandom(1), new SplittableRandom(2));
        assertEquals(PromptKind.BOX, prompted.kind());
        assertEquals(1, prompted.boxes().size());
    }

    @Test
    void otherKindsBesideChangeNoBox() {
        for (int seed = 0; seed < 20; seed++) {
            Prompted alone = draw(seed, new PromptShare(PromptKind.BOX, 1));
            Prompted beside = draw(seed, new PromptShare(PromptKind.BOX, 1), new PromptShare(PromptKind.CORRECTION, 1));
            assertEquals(alone.boxes(), beside.boxes());
        }
    }

    /** Of a ring the middle of its thickest part. */
    @Test
    void theInnermostPixelIsFarthestFromTheBackground() {
        BinaryMask mask = new BinaryMask(20, 10);
        for (int y = 1; y < 8; y++) {
            for (int x = 2; x < 18; x++) {
                mask.set(x, y, x < 9 || y == 4);
            }
        }
        // columns 2 to 8, rows 1 to 7: the centre is 5, 4
        assertEquals(4 * 20 + 5, MaskOps.innermost(mask));
        BinaryMask all = new BinaryMask(5, 3);
        all.bits().set(0, 15);
        assertEquals(5 + 1, MaskOps.innermost(all), "outside the image nothing belongs");
    }
}
