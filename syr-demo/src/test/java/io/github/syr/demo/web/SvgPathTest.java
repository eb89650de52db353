package io.github.syr.demo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.image.BinaryMask;
import java.awt.geom.Path2D;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SvgPathTest {

    @Test
    void goesAlongTheEdgesOfPixels() {
        BinaryMask mask = new BinaryMask(4, 4);
        mask.set(1, 1, true);
        mask.set(2, 1, true);
        assertEquals("M3 1v1h-2v-1z", SvgPath.of(mask.polygons()));
    }

    @Test
    void filledByTheEvenOddRuleItIsTheMask() {
        Random random = new Random(7);
        BinaryMask mask = new BinaryMask(23, 17);
        for (int i = 0; i < 23 * 17; i++) {
            mask.bits().set(i, random.nextInt(3) > 0);
        }
        Path2D path = draw(SvgPath.of(mask.polygons()));
        for (int y = 0; y < 17; y++) {
            for (int x = 0; x < 23; x++) {
                assertEquals(mask.get(x, y), path.contains(x + 0.5, y + 0.5), x + ", " + y);
            }
        }
    }

    private static Path2D draw(String path) {
        Path2D drawn = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        Matcher step = Pattern.compile("M(\\d+) (\\d+)|h(-?\\d+)|v(-?\\d+)|z").matcher(path);
        while (step.find()) {
            if (step.group(1) != null) {
                drawn.moveTo(Integer.parseInt(step.group(1)), Integer.parseInt(step.group(2)));
            } else if (step.group().equals("z")) {
                drawn.closePath();
            } else {
                double x =
                        drawn.getCurrentPoint().getX() + (step.group(3) == null ? 0 : Integer.parseInt(step.group(3)));
                double y =
                        drawn.getCurrentPoint().getY() + (step.group(4) == null ? 0 : Integer.parseInt(step.group(4)));
                drawn.lineTo(x, y);
            }
        }
        return drawn;
    }
}
