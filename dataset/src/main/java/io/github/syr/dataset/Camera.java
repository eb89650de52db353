package io.github.syr.dataset;

/**
 * A pinhole camera in front of the table that looks at a point over the origin.
 *
 * @param elevation over the horizon, degrees
 * @param height of the point it looks at, mm
 * @param left edge of the picture on the plane one unit in front of the pinhole
 * @param upper edge of the picture on that plane
 * @param pixel side of a pixel on that plane
 */
record Camera(double elevation, double height, double left, double upper, double pixel) {

    /** From the pinhole to the point it looks at, mm: a macro lens on a tripod. */
    private static final double DISTANCE = 190;

    /** The ray through a place in the picture, in pixels from its upper left corner. */
    Ray ray(double px, double py) {
        double c = StrictMath.cos(StrictMath.toRadians(elevation));
        double s = StrictMath.sin(StrictMath.toRadians(elevation));
        double u = left + px * pixel;
        double v = upper - py * pixel;
        Vec origin = new Vec(0, height + s * DISTANCE, c * DISTANCE);
        return new Ray(origin, new Vec(u, -s + v * c, -c - v * s).unit());
    }

    /**
     * Moves and scales the picture so that the rings have the given size in it.
     *
     * @param share the longer side of the rings' box as a share of the picture's longer side
     * @param shiftX of the box's middle from the picture's, as a share of the width
     * @param shiftY the same downwards, as a share of the height
     */
    Camera framed(Scene scene, int width, int height, double share, double shiftX, double shiftY) {
        int n = 220;
        double half = 0.24;
        Camera wide = new Camera(elevation, this.height, -half, half, 2 * half / n);
        int x0 = n;
        int y0 = n;
        int x1 = 0;
        int y1 = 0;
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                if (scene.isHit(wide.ray(x + 0.5, y + 0.5))) {
                    x0 = Math.min(x0, x);
                    y0 = Math.min(y0, y);
                    x1 = Math.max(x1, x + 1);
                    y1 = Math.max(y1, y + 1);
                }
            }
        }
        double boxWidth = (x1 - x0) * wide.pixel;
        double boxHeight = (y1 - y0) * wide.pixel;
        double room = 0.86;
        double scale = Math.min(
                share * Math.max(width, height) / Math.max(boxWidth, boxHeight),
                Math.min(room * width / boxWidth, room * height / boxHeight));
        double middleX = -half + (x0 + x1) / 2.0 * wide.pixel;
        double middleY = half - (y0 + y1) / 2.0 * wide.pixel;
        return new Camera(
                elevation,
                this.height,
                middleX - (0.5 + shiftX) * width / scale,
                middleY + (0.5 + shiftY) * height / scale,
                1 / scale);
    }
}
