package io.github.syr.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A value over the epochs of a training. */
public final class LinePlot {

    private static final int LEFT = 52;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 26;
    private static final int WIDTH = 360;
    private static final int HEIGHT = 180;

    private LinePlot() {}

    /**
     * Draws a plot.
     *
     * @param values of the epochs from 1
     * @param marked the epoch that is marked
     * @param most the highest value that there can be
     */
    public static Chart of(String title, List<Double> values, int marked, double most) {
        Scale y = Scale.of(values.stream().mapToDouble(v -> v).toArray(), 0, most, HEIGHT - BOTTOM, TOP);
        Scale x = new Scale(1, Math.max(2, values.size()), 1, LEFT, WIDTH - RIGHT);
        List<Chart.Text> texts = new ArrayList<>();
        List<Chart.Line> lines = new ArrayList<>();
        for (double tick : y.ticks()) {
            lines.add(new Chart.Line("grid", LEFT + "," + y.place(tick) + " " + (WIDTH - RIGHT) + "," + y.place(tick)));
            texts.add(new Chart.Text(LEFT - 6, y.place(tick) + 4, "end", y.label(tick)));
        }
        for (int epoch : epochTicks(values.size())) {
            texts.add(new Chart.Text(x.place(epoch), HEIGHT - 8, "middle", String.valueOf(epoch)));
        }
        lines.add(new Chart.Line(
                "curve",
                IntStream.range(0, values.size())
                        .mapToObj(i -> x.place(i + 1) + "," + y.place(values.get(i)))
                        .collect(Collectors.joining(" "))));
        double there = values.get(marked - 1);
        String words = title + ": " + Decimals.four(values.get(0)) + " after the first epoch, "
                + Decimals.four(values.get(values.size() - 1)) + " after the last, number " + values.size() + "; "
                + Decimals.four(there) + " after epoch " + marked + ", which is kept.";
        Chart.Dot dot = new Chart.Dot(
                "marked", x.place(marked), y.place(there), "epoch " + marked + ": " + Decimals.four(there), "");
        return new Chart(title, words, WIDTH, HEIGHT, texts, lines, List.of(dot), List.of());
    }

    /** The first, the last, and some between. */
    private static List<Integer> epochTicks(int epochs) {
        int step = Math.max(1, (epochs + 5) / 6);
        List<Integer> ticks = new ArrayList<>(List.of(1));
        for (int epoch = step; epoch < epochs - step / 2; epoch += step) {
            if (epoch > 1) {
                ticks.add(epoch);
            }
        }
        if (epochs > 1) {
            ticks.add(epochs);
        }
        return ticks;
    }
}
