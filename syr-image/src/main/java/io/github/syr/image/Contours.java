package io.github.syr.image;

import io.github.syr.image.Polygon.Corner;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the outlines of a mask along the edges of its pixels, the object on the right-hand side. Pixels that touch at
 * a corner alone are not connected.
 */
final class Contours {

    /** Right, down, left, up. */
    private static final int[] DX = {1, 0, -1, 0};

    private static final int[] DY = {0, 1, 0, -1};

    private final BinaryMask mask;
    private final Regions regions;
    private final BitSet followed; // pixels whose upper edge is part of an outline that is known

    private Contours(BinaryMask mask) {
        this.mask = mask;
        this.regions = new Regions(mask);
        this.followed = new BitSet(mask.width() * mask.height());
    }

    /** The parts of a mask, from top to bottom by their uppermost pixels, from left to right in a row. */
    static List<Polygon> of(BinaryMask mask) {
        return new Contours(mask).polygons();
    }

    private List<Polygon> polygons() {
        Map<Integer, List<Corner>> exteriors = new LinkedHashMap<>();
        Map<Integer, List<List<Corner>>> holes = new LinkedHashMap<>();
        BitSet bits = mask.bits();
        for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
            int x = i % mask.width();
            int y = i / mask.width();
            if (!followed.get(i) && !has(x, y - 1)) {
                List<Corner> outline = follow(x, y);
                int region = regions.of(x, y);
                if (isClockwise(outline)) {
                    exteriors.put(region, outline);
                } else {
                    holes.computeIfAbsent(region, key -> new ArrayList<>()).add(outline);
                }
            }
        }
        return exteriors.entrySet().stream()
                .map(part -> new Polygon(part.getValue(), holes.getOrDefault(part.getKey(), List.of())))
                .toList();
    }

    private boolean has(int x, int y) {
        return x >= 0 && y >= 0 && x < mask.width() && y < mask.height() && mask.get(x, y);
    }

    /** The outline that goes along the upper edge of a pixel. */
    private List<Corner> follow(int startX, int startY) {
        List<Corner> corners = new ArrayList<>();
        int x = startX;
        int y = startY;
        int direction = 0;
        do {
            if (direction == 0) {
                followed.set(y * mask.width() + x);
            }
            x += DX[direction];
            y += DY[direction];
            int next = turn(x, y, direction);
            if (next != direction) {
                corners.add(new Corner(x, y));
            }
            direction = next;
        } while (x != startX || y != startY || direction != 0);
        return corners;
    }

    /** Where an outline goes on at a corner: to the right if it can, so that it stays with its pixel. */
    private int turn(int x, int y, int direction) {
        for (int by : new int[] {1, 0, 3}) {
            int next = (direction + by) % 4;
            if (isEdge(x, y, next)) {
                return next;
            }
        }
        throw new IllegalStateException("an outline ends at " + x + ", " + y);
    }

    /** Whether an edge leads from a corner: an object's pixel on its right-hand side, none on the other. */
    private boolean isEdge(int x, int y, int direction) {
        return switch (direction) {
            case 0 -> has(x, y) && !has(x, y - 1);
            case 1 -> has(x - 1, y) && !has(x, y);
            case 2 -> has(x - 1, y - 1) && !has(x - 1, y);
            default -> has(x, y - 1) && !has(x - 1, y - 1);
        };
    }

    private static boolean isClockwise(List<Corner> corners) {
        long doubled = 0;
        for (int i = 0; i < corners.size(); i++) {
            Corner a = corners.get(i);
            Corner b = corners.get((i + 1) % corners.size());
            doubled += (long) a.x() * b.y() - (long) b.x() * a.y();
        }
        return doubled > 0;
    }
}
