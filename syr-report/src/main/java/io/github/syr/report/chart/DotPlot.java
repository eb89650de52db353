package io.github.syr.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Values by category: every one a dot, with their mean and standard deviation. */
public final class DotPlot {

    private static final int LEFT = 44;
    private static final int TOP = 12;
    private static final int BOTTOM = 26;
    private static final int COLUMN = 84;
    private static final int HEIGHT = 220;

    /** Dots of a category are spread over this width, so that equal ones don't hide each other. */
    private static final int BAND = 36;

    private DotPlot() {}

    /**
     * A category's values.
     *
     * @param marked whether it is the one that was chosen
     */
    public record Column(String name, boolean marked, List<Value> values) {}

    /**
     * A value.
     *
     * @param name of what has it
     * @param href the place in the page that tells more
     */
    public record Value(String name, double value, String href) {}

    /**
     * Draws a plot.
     *
     * @param most the highest value that the metric can have
     */
    public static Chart of(String title, List<Column> columns, double most) {
        double[] all = columns.stream()
                .flatMap(column -> column.values().stream())
                .mapToDouble(Value::value)
                .toArray();
        Scale y = Scale.of(all, 0, most, HEIGHT - BOTTOM, TOP);
        int width = LEFT + COLUMN * columns.size() + 8;
        List<Chart.Text> texts = new ArrayList<>();
        List<Chart.Line> lines = new ArrayList<>();
        List<Chart.Dot> dots = new ArrayList<>();
        for (double tick : y.ticks()) {
            lines.add(new Chart.Line("grid", LEFT + "," + y.place(tick) + " " + (width - 8) + "," + y.place(tick)));
            texts.add(new Chart.Text(LEFT - 6, y.place(tick) + 4, "end", y.label(tick)));
        }
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            double middle = LEFT + COLUMN * (i + 0.5);
            texts.add(new Chart.Text(middle, HEIGHT - 8, "middle", column.name() + (column.marked() ? " ★" : "")));
            if (!column.values().isEmpty()) {
                draw(column, middle, y, lines, dots);
                words.append(words.isEmpty() ? "" : "; ").append(summary(column));
            }
        }
        return new Chart(title, title + ". " + words + ".", width, HEIGHT, texts, lines, dots);
    }

    private static void draw(Column column, double middle, Scale y, List<Chart.Line> lines, List<Chart.Dot> dots) {
        double[] values = column.values().stream().mapToDouble(Value::value).toArray();
        int count = values.length;
        for (int i = 0; i < count; i++) {
            Value value = column.values().get(i);
            double x = count == 1 ? middle : middle - BAND / 2.0 + BAND * (double) i / (count - 1);
            dots.add(new Chart.Dot(
                    column.marked() ? "marked" : "value",
                    Math.round(x * 10) / 10.0,
                    y.place(value.value()),
                    column.name() + ", " + value.name() + ": " + number(value.value()),
                    value.href()));
        }
        double mean = mean(values);
        double deviation = deviation(values);
        double right = middle + BAND / 2.0 + 6;
        lines.add(new Chart.Line(
                "mean", (middle - BAND / 2.0 - 6) + "," + y.place(mean) + " " + right + "," + y.place(mean)));
        if (count > 1) {
            double low = y.place(Math.max(y.low(), mean - deviation));
            double high = y.place(Math.min(y.high(), mean + deviation));
            lines.add(new Chart.Line("spread", right + "," + low + " " + right + "," + high));
        }
    }

    private static String summary(Column column) {
        double[] values = column.values().stream().mapToDouble(Value::value).toArray();
        return column.name() + ": mean " + number(mean(values)) + ", standard deviation " + number(deviation(values))
                + ", from " + number(Arrays.stream(values).min().orElseThrow()) + " to "
                + number(Arrays.stream(values).max().orElseThrow());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Of a sample; 0 of a single value. */
    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
