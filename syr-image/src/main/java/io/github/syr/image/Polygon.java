package io.github.syr.image;

import java.util.List;

/**
 * One connected part of a mask, by its outlines along the edges of pixels: filled by the even-odd rule they give
 * exactly the part's pixels.
 *
 * @param exterior clockwise in an image whose y points down; closed, without the first corner at its end
 * @param holes counterclockwise, each closed in the same way
 */
public record Polygon(List<Corner> exterior, List<List<Corner>> holes) {

    /**
     * A corner between pixels: pixel (x, y) has the corners (x, y) to (x + 1, y + 1).
     *
     * @param x 0 to the image's width
     * @param y 0 to the image's height
     */
    public record Corner(int x, int y) {}

    public Polygon {
        exterior = List.copyOf(exterior);
        holes = holes.stream().map(List::copyOf).toList();
    }
}
