package io.github.syr.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.Polygon.Corner;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolygonTest {

    private static List<Corner> corners(int... xy) {
        List<Corner> corners = new ArrayList<>();
        for (int i = 0; i < xy.length; i += 2) {
            corners.add(new Corner(xy[i], xy[i + 1]));
        }
        return corners;
    }

    /** Filled by the even-odd rule at the pixels' centres. */
    private static BinaryMask filled(List<Polygon> polygons, int width, int height) {
        BinaryMask mask = new BinaryMask(width, height);
        for (Polygon polygon : polygons) {
            Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            List<List<Corner>> rings = new ArrayList<>(polygon.holes());
            rings.add(polygon.exterior());
            for (List<Corner> ring : rings) {
                path.moveTo(ring.get(0).x(), ring.get(0).y());
                ring.forEach(corner -> path.lineTo(corner.x(), corner.y()));
                path.closePath();
            }
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    if (path.contains(x + 0.5, y + 0.5)) {
                        assertTrue(!mask.get(x, y), "parts lie one over another");
                        mask.set(x, y, true);
                    }
                }
            }
        }
        return mask;
    }

    @Test
    void ofAPixel() {
        List<Polygon> polygons = RleTest.mask("...", ".#.").polygons();
        assertEquals(List.of(new Polygon(corners(2, 1, 2, 2, 1, 2, 1, 1), List.of())), polygons);
    }

    @Test
    void ofARingHasAHole() {
        List<Polygon> polygons = RleTest.mask("####", "#..#", "####").polygons();
        assertEquals(
                List.of(new Polygon(corners(4, 0, 4, 3, 0, 3, 0, 0), List.of(corners(3, 2, 3, 1, 1, 1, 1, 2)))),
                polygons);
    }

    /** A ring around a dot, beside another ring: each hole is its own ring's, the dot a part of its own. */
    @Test
    void givesEachHoleToItsPart() {
        List<Polygon> polygons = RleTest.mask(
                        "#####.###", //
                        "#...#.#.#",
                        "#.#.#.###",
                        "#...#....",
                        "#####....")
                .polygons();
        assertEquals(3, polygons.size());
        assertEquals(
                List.of(1, 1, 0), polygons.stream().map(p -> p.holes().size()).toList());
        assertEquals(corners(3, 2, 3, 3, 2, 3, 2, 2), polygons.get(2).exterior());
    }

    @Test
    void pixelsThatTouchAtACornerAreTwoParts() {
        assertEquals(2, RleTest.mask("#.", ".#").polygons().size());
        assertEquals(2, RleTest.mask(".#", "#.").polygons().size());
    }

    @Test
    void ofNothingIsNothing() {
        assertEquals(List.of(), new BinaryMask(5, 4).polygons());
    }

    @Test
    void givesTheMaskAgain() {
        for (int seed = 0; seed < 200; seed++) {
            BinaryMask mask = RleTest.random(seed, 1 + seed % 17, 1 + seed % 11);
            assertEquals(mask, filled(mask.polygons(), mask.width(), mask.height()), "seed " + seed);
        }
    }

    /** Noise of 4 megapixels, the most corners that there can be. */
    @Test
    void isLinearInThePixels() {
        BinaryMask mask = RleTest.random(1, 2000, 2000);
        long corners = mask.polygons().stream()
                .mapToLong(p -> p.exterior().size()
                        + p.holes().stream().mapToLong(List::size).sum())
                .sum();
        assertTrue(corners > 1_000_000, "" + corners);
    }
}
