package io.github.syr.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlotTest {

    private static Chart dots() {
        return DotPlot.of(
                "Dice",
                List.of(
                        new DotPlot.Column(
                                "baseline",
                                false,
                                List.of(new DotPlot.Value("a.jpg", 0.5, "#a"), new DotPlot.Value("b.jpg", 0.7, "#b"))),
                        new DotPlot.Column("rank-8", true, List.of(new DotPlot.Value("a.jpg", 1, "#a")))),
                1);
    }

    @Test
    void everyValueIsADotThatLeadsToItsImage() {
        List<Chart.Dot> dots = dots().dots();
        assertEquals(3, dots.size());
        assertEquals("baseline, b.jpg: 0.7000", dots.get(1).title());
        assertEquals("#b", dots.get(1).href());
        assertEquals("marked", dots.get(2).kind());
        assertEquals(194, dots.get(0).y(), "0.5 at the bottom");
        assertEquals(121.2, dots.get(1).y(), 0.05, "0.7: two fifths of 182 pixels up");
        assertEquals(12, dots.get(2).y(), "1 at the top");
        assertTrue(dots.get(0).x() < dots.get(1).x()
                && dots.get(1).x() < dots.get(2).x());
    }

    @Test
    void meanAndSpreadAreBars() {
        List<Chart.Line> lines = dots().lines();
        assertEquals(
                2, lines.stream().filter(line -> line.kind().equals("mean")).count());
        assertEquals(
                1, lines.stream().filter(line -> line.kind().equals("spread")).count(), "a single value has none");
        Chart.Line mean = lines.stream()
                .filter(line -> line.kind().equals("mean"))
                .findFirst()
                .orElseThrow();
        assertTrue(mean.points().matches("[\\d.]+,157.6 [\\d.]+,157.6"), mean.points());
    }

    @Test
    void thousandsOfValuesAreOneShape() {
        List<DotPlot.Value> values = IntStream.range(0, 2000)
                .mapToObj(i -> new DotPlot.Value("i", i / 2000.0, "#i"))
                .toList();
        Chart chart = DotPlot.of("Dice", List.of(new DotPlot.Column("rank-8", true, values)), 1);
        assertEquals(List.of(), chart.dots());
        assertEquals("marked", chart.clouds().get(0).kind());
        assertTrue(
                chart.clouds().get(0).path().startsWith("M68.0,194.0h0M68.0,193.9h0"),
                chart.clouds().get(0).path());
        assertTrue(chart.clouds().get(0).path().length() < 2000 * 15);
    }

    @Test
    void wordsSayWhatIsToBeSeen() {
        assertEquals(
                "Dice. baseline: mean 0.6000, standard deviation 0.1414, from 0.5000 to 0.7000; rank-8: mean 1.0000,"
                        + " standard deviation 0.0000, from 1.0000 to 1.0000.",
                dots().description());
    }

    @Test
    void aCurveGoesThroughAllEpochsAndMarksTheKeptOne() {
        Chart chart = LinePlot.of("Loss", List.of(0.4, 0.2, 0.1), 2, Double.POSITIVE_INFINITY);
        Chart.Line curve = chart.lines().get(chart.lines().size() - 1);
        assertEquals("52.0,12.0 200.0,106.7 348.0,154.0", curve.points());
        assertEquals(200, chart.dots().get(0).x());
        assertEquals(106.7, chart.dots().get(0).y());
        assertEquals("epoch 2: 0.2000", chart.dots().get(0).title());
        assertTrue(chart.description().endsWith("0.2000 after epoch 2, which is kept."), chart.description());
    }

    @Test
    void aTrainingOfOneEpochHasACurve() {
        Chart chart = LinePlot.of("Loss", List.of(0.4), 1, Double.POSITIVE_INFINITY);
        assertEquals(52, chart.dots().get(0).x());
    }
}
