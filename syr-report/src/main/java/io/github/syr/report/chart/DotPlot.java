package io.github.syr.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values by category: every one a dot, with their mean and standard deviation. */
public final class DotPlot {

    private static final int LEFT = 44;
    private static final int TOP = 12;
    private static final int BOTTOM = 26;
    private static final int COLUMN = 84;
    private static final int HEIGHT = 220;

    /** Dots of a category are spread over this width, so that equal ones don't hide each other. */
    private static final int BAND = 36;

    /** With more values than this, dots have no names and lead nowhere: the page would grow by megabytes. */
    private static final int MOST_NAMED = 200;

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
        List<Chart.Cloud> clouds = new ArrayList<>();
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
                if (column.values().size() > MOST_NAMED) {
                    clouds.add(cloud(column, middle, y));
                } else {
                    dots.addAll(dots(column, middle, y));
                }
                lines.addAll(meanAndSpread(column, middle, y));
                words.append(words.isEmpty() ? "" : "; ").append(summary(column));
            }
        }
        return new Chart(title, title + ". " + words + ".", width, HEIGHT, texts, lines, dots, clouds);
    }

    private static List<Chart.Dot> dots(Column column, double middle, Scale y) {
        List<Chart.Dot> dots = new ArrayList<>();
        for (int i = 0; i < column.values().size(); i++) {
            Value value = column.values().get(i);
            dots.add(new Chart.Dot(
                    column.marked() ? "marked" : "value",
                    x(middle, i, column.values().size()),
                    y.place(value.value()),
                    column.name() + ", " + value.name() + ": " + Decimals.four(value.value()),
                    value.href()));
        }
        return dots;
    }

    private static Chart.Cloud cloud(Column column, double middle, Scale y) {
        StringBuilder path = new StringBuilder();
        int count = column.values().size();
        for (int i = 0; i < count; i++) {
            path.append('M')
                    .append(x(middle, i, count))
                    .append(',')
                    .append(y.place(column.values().get(i).value()));
            path.append("h0");
        }
        return new Chart.Cloud(column.marked() ? "marked" : "value", path.toString());
    }

    private static double x(double middle, int i, int count) {
        return count == 1 ? middle : Math.round(10 * (middle - BAND / 2.0 + BAND * (double) i / (count - 1))) / 10.0;
    }

    private static List<Chart.Line> meanAndSpread(Column column, double middle, Scale y) {
        double[] values = column.values().stream().mapToDouble(Value::value).toArray();
        double mean = mean(values);
        double deviation = deviation(values);
        double left = middle - BAND / 2.0 - 6;
        double right = middle + BAND / 2.0 + 6;
        Chart.Line bar = new Chart.Line("mean", left + "," + y.place(mean) + " " + right + "," + y.place(mean));
        if (values.length == 1) {
            return List.of(bar);
        }
        double low = y.place(Math.max(y.low(), mean - deviation));
        double high = y.place(Math.min(y.high(), mean + deviation));
        return List.of(bar, new Chart.Line("spread", right + "," + low + " " + right + "," + high));
    }

    private static String summary(Column column) {
        double[] values = column.values().stream().mapToDouble(Value::value).toArray();
        return column.name() + ": mean " + Decimals.four(mean(values)) + ", standard deviation "
                + Decimals.four(deviation(values))
                + ", from " + Decimals.four(Arrays.stream(values).min().orElseThrow()) + " to "
                + Decimals.four(Arrays.stream(values).max().orElseThrow());
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
}
