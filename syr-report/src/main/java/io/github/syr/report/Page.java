package io.github.syr.report;

import io.github.syr.report.chart.Chart;
import java.util.List;

/**
 * All that the templates show.
 *
 * @param notices what a reader has to know before anything else
 * @param hints what a reader should look at
 * @param verdict a line for each gate; empty where none is known
 * @param models the columns of the table of images: the baseline first
 * @param chosen the model that is packaged, as {@code rank-8}
 * @param images of the test
 * @param learned those of training and validation; empty where they were not predicted
 * @param robustness empty where it was not measured
 * @param card whether the model card lies beside the page
 * @param css the style sheet's text
 * @param script the script's text
 */
public record Page(
        String title,
        List<String> notices,
        List<String> hints,
        List<GateRow> verdict,
        List<ModelRow> models,
        String chosen,
        String chosenBy,
        List<Chart> metrics,
        List<Curves> curves,
        List<ImageRow> images,
        List<ImageRow> learned,
        List<RobustnessRow> robustness,
        DatasetSection dataset,
        List<Fact> provenance,
        boolean card,
        String css,
        String script) {

    /**
     * A gate.
     *
     * @param href the image in the page that it is about; empty where it is about all
     */
    public record GateRow(String name, boolean passed, String message, String href) {}

    /** A model's means over the test images, as text. */
    public record ModelRow(
            String name, boolean chosen, String parameters, String validationDice, List<String> scores) {}

    /**
     * The training of a rank.
     *
     * @param caption what came of it, in a sentence
     */
    public record Curves(String name, String caption, List<Chart> charts) {}

    /**
     * An image.
     *
     * @param id of its section
     * @param scores by model, in the order of {@link Page#models}
     * @param objects a row for each object and model
     * @param layers what can be laid over the photograph
     */
    public record ImageRow(
            String id,
            String name,
            int width,
            int height,
            String photograph,
            List<Layer> layers,
            List<Score> scores,
            List<ObjectRow> objects) {}

    /** A picture that is laid over the photograph. */
    public record Layer(String name, String words, String source, boolean shown) {}

    /** A model's score of an image: its text, and its value to sort by. */
    public record Score(String model, String dice, double value) {}

    /** An object's scores as text: Dice, IoU, boundary IoU, hole error, DiceCE. */
    public record ObjectRow(String object, String model, List<String> scores) {}

    /** What a kind of prompt gives, as text. */
    public record RobustnessRow(String prompt, String dice, String worst) {}

    /**
     * What is known about the images.
     *
     * @param alike pairs of images in different splits that look nearly the same
     * @param absent how many images could not be looked at, because Git LFS has not pulled them
     */
    public record DatasetSection(List<SplitRow> splits, List<String> alike, int absent) {}

    /** A split, as text. */
    public record SplitRow(String split, int images, int objects, String imageSizes, String boxSizes, String shares) {}

    /** A name and a value. */
    public record Fact(String name, String value) {}

    /** How many of the images' columns there are, for the table. */
    public int columns() {
        return models.size();
    }
}
