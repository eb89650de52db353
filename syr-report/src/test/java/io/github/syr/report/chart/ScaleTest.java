package io.github.syr.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {

    private static List<String> labels(double least, double most, double... values) {
        Scale scale = Scale.of(values, least, most, 100, 0);
        return scale.ticks().stream().map(scale::label).toList();
    }

    @Test
    void endsAtRoundValuesThatHoldAll() {
        assertEquals(List.of("0.5", "0.6", "0.7", "0.8", "0.9", "1.0"), labels(0, 1, 0.5256, 0.9829));
        assertEquals(
                List.of("0.920", "0.925", "0.930", "0.935", "0.940", "0.945", "0.950"), labels(0, 1, 0.9202, 0.9481));
        assertEquals(List.of("0.0", "0.5", "1.0", "1.5", "2.0"), labels(0, Double.POSITIVE_INFINITY, 0.03, 1.8));
        assertEquals(List.of("0", "20", "40", "60", "80", "100"), labels(0, 1000, 3, 97));
    }

    /** An error is at least 0 and a Dice at most 1, however the values lie. */
    @Test
    void keepsToTheBoundsOfTheMetric() {
        assertEquals(List.of("0.95", "0.96", "0.97", "0.98", "0.99", "1.00"), labels(0, 1, 1, 1));
        assertEquals(List.of("0.00", "0.01", "0.02", "0.03", "0.04", "0.05"), labels(0, 1, 0, 0));
    }

    @Test
    void placesValuesBetweenItsEnds() {
        Scale scale = Scale.of(new double[] {0.5, 1}, 0, 1, 200, 0);
        assertEquals(200, scale.place(0.5));
        assertEquals(100, scale.place(0.75));
        assertEquals(0, scale.place(1));
    }

    @Test
    void hasTicksWithoutAnyValue() {
        assertEquals(List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(0, 1));
    }
}
