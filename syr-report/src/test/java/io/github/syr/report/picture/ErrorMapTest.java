package io.github.syr.report.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Size;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A ring of 60 x 60 with a hole of 20 x 20, on 100 x 100. */
class ErrorMapTest {

    private static final int HIT = 0x009E73;
    private static final int MISSED = 0x0072B2;
    private static final int ADDED = 0xE69F00;
    private static final int HOLE = 0xCC79A7;

    private static BinaryMask square(int from, int to) {
        BinaryMask mask = new BinaryMask(100, 100);
        for (int y = from; y < to; y++) {
            mask.bits().set(y * 100 + from, y * 100 + to);
        }
        return mask;
    }

    private static BinaryMask ring() {
        BinaryMask ring = square(20, 80);
        ring.bits().andNot(square(40, 60).bits());
        return ring;
    }

    /** How many pixels of each colour are not transparent. */
    private static Map<Integer, Integer> colours(BinaryMask predicted, int side) throws IOException {
        BufferedImage map =
                ImageIO.read(new ByteArrayInputStream(new ErrorMap(ring(), new Size(side, side)).of(predicted)));
        assertEquals(side, map.getWidth());
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                if (map.getRGB(x, y) >>> 24 != 0) {
                    counts.merge(map.getRGB(x, y) & 0xFFFFFF, 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    @Test
    void ofWhatIsRight() throws IOException {
        assertEquals(Map.of(HIT, 60 * 60 - 20 * 20), colours(ring(), 100));
    }

    /** Chequered: every second pixel of it. */
    @Test
    void tellsAFilledHoleFromWhatWasAddedAround() throws IOException {
        Map<Integer, Integer> counts = colours(square(10, 80), 100);
        assertEquals(70 * 70 - 60 * 60, counts.get(ADDED));
        assertEquals(200, counts.get(HOLE), 10);
        assertEquals(60 * 60 - 20 * 20, counts.get(HIT));
        assertEquals(3, counts.size());
    }

    /** Striped: half of it. */
    @Test
    void ofWhatIsMissed() throws IOException {
        Map<Integer, Integer> counts = colours(new BinaryMask(100, 100), 100);
        assertEquals(1600, counts.get(MISSED), 40);
        assertEquals(1, counts.size());
    }

    @Test
    void isAsLargeAsThePage() throws IOException {
        assertEquals(60 * 60 / 4 - 20 * 20 / 4, colours(ring(), 50).get(HIT));
    }

    @Test
    void isSmall() {
        assertTrue(new ErrorMap(ring(), new Size(800, 800)).of(square(10, 80)).length < 8_000);
    }
}
