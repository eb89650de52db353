package io.github.syr.report.chart;

import java.util.List;

/**
 * A chart as shapes in a box of {@code width} x {@code height}.
 *
 * @param title above it
 * @param description what it shows, in words, for those who can't see it
 * @param texts labels of axes and ticks
 * @param lines grid, curves and bars
 * @param dots single values, each with its name
 * @param clouds so many values that none has a name
 */
public record Chart(
        String title,
        String description,
        int width,
        int height,
        List<Text> texts,
        List<Line> lines,
        List<Dot> dots,
        List<Cloud> clouds) {

    /**
     * A label.
     *
     * @param anchor {@code start}, {@code middle} or {@code end}
     */
    public record Text(double x, double y, String anchor, String text) {}

    /**
     * A line through points.
     *
     * @param kind its style: {@code grid}, {@code curve}, {@code mean} or {@code spread}
     * @param points as SVG writes them: {@code "0,1 2,3"}
     */
    public record Line(String kind, String points) {}

    /**
     * Values.
     *
     * @param kind as a dot's
     * @param path as SVG writes it: a move to each, and a line of no length
     */
    public record Cloud(String kind, String path) {}

    /**
     * A value.
     *
     * @param kind its style: {@code value} or {@code marked}
     * @param title what it is, in words
     * @param href the place in the page that it leads to; empty leads nowhere
     */
    public record Dot(String kind, double x, double y, String title, String href) {}
}
