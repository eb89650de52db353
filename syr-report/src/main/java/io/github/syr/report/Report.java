package io.github.syr.report;

import io.github.syr.adapter.Scores;
import io.github.syr.error.SyrException;
import io.github.syr.gate.GateLimits;
import io.github.syr.io.AtomicFile;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.HistoryLine;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import io.github.syr.report.chart.Chart;
import io.github.syr.report.chart.DotPlot;
import io.github.syr.report.chart.LinePlot;
import io.github.syr.report.picture.PictureStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Writes the report of an evaluation: {@code report/index.html}, {@code report.csv}, {@code report.json}. */
public final class Report {

    /** With more images than this, pictures lie beside the page. */
    private static final int MOST_IN_PAGE = 40;

    private final String title;
    private final ReportInput input;
    private final Path page;
    private final Optional<Path> card;

    private Report(String title, ReportInput input, Optional<Path> card) {
        this.card = card;
        this.title = title;
        this.input = input;
        page = input.layout().reportPage();
    }

    /**
     * Writes a report.
     *
     * @param title of the page: what was evaluated
     * @param request what the output folder was made with; its checkpoint need not be there
     * @param limits the gates to show a verdict of
     * @param notices what a reader has to know before anything else, as that the evaluation is out of date
     * @return the page
     * @throws SyrException if there is no evaluation, a file is damaged or of another version, or the folder can't be
     *     written
     */
    public static Path write(String title, Request request, Optional<GateLimits> limits, List<String> notices) {
        return write(title, request, limits, notices, Optional.empty());
    }

    /**
     * As {@link #write(String, Request, Optional, List)}, with the model card of what was packaged.
     *
     * @param card the card's file; one that is missing is left out
     */
    public static Path write(
            String title, Request request, Optional<GateLimits> limits, List<String> notices, Optional<Path> card) {
        return new Report(title, ReportInput.read(request, limits, notices), card.filter(Files::isRegularFile)).write();
    }

    private Path write() {
        copyCard();
        Tables tables = new Tables(input);
        AtomicFile.write(page.resolveSibling("report.csv"), tables.csv().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(page.resolveSibling("report.json"), tables.json().getBytes(StandardCharsets.UTF_8));
        Evaluation.Model chosen = input.evaluation().chosenModel();
        int images = chosen.images().size()
                + chosen.learned().values().stream().mapToInt(List::size).sum();
        boolean inPage = images <= MOST_IN_PAGE;
        PictureStore pictures = inPage ? PictureStore.inPage() : PictureStore.beside(page, "images");
        AtomicFile.write(page, Templates.render("index", page(pictures)).getBytes(StandardCharsets.UTF_8));
        return page;
    }

    /** One of an earlier package goes, where there is none now. */
    private void copyCard() {
        Path copy = page.resolveSibling("model-card.md");
        try {
            if (card.isPresent()) {
                AtomicFile.write(copy, Files.readAllBytes(card.get()));
            } else {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw SyrException.cantWrite(copy, e);
        }
    }

    private Page page(PictureStore pictures) {
        Evaluation evaluation = input.evaluation();
        ImageRows rows = new ImageRows(input, pictures);
        return new Page(
                title,
                notices(),
                Hints.of(input),
                input.gates().map(gates -> Verdict.rows(gates, evaluation)).orElse(List.of()),
                evaluation.models().stream().map(this::model).toList(),
                evaluation.chosen().model(),
                evaluation.chosen().by() + " "
                        + Texts.number(evaluation.chosen().value()),
                metrics(),
                curves(),
                rows.tests(),
                rows.learned(),
                robustness(),
                new DatasetSections(input).section(),
                Provenance.facts(input),
                card.isPresent(),
                resource("report.css"),
                resource("report.js"));
    }

    private List<String> notices() {
        List<String> notices = new ArrayList<>(input.notices());
        if (input.dataset().images().stream().anyMatch(input::isPointer)) {
            notices.add("Photographs that Git LFS has not pulled are grey in this page: run 'git lfs pull' and mvn"
                    + " syr:report to see them.");
        }
        return notices;
    }

    private List<Page.RobustnessRow> robustness() {
        return input.evaluation().robustness().map(Evaluation.Robustness::prompts).orElse(List.of()).stream()
                .map(row -> new Page.RobustnessRow(row.prompt(), Texts.number(row.dice()), Texts.number(row.worst())))
                .toList();
    }

    private Page.ModelRow model(Evaluation.Model model) {
        return new Page.ModelRow(
                model.name(),
                model.name().equals(input.evaluation().chosen().model()),
                Texts.count(model.parameters()),
                Texts.number(model.validation().dice()),
                Texts.scores(model.test()));
    }

    private List<Chart> metrics() {
        return List.of(
                metric("Dice", scores -> OptionalDouble.of(scores.dice()), 1),
                metric("IoU", scores -> OptionalDouble.of(scores.iou()), 1),
                metric("Boundary IoU", scores -> OptionalDouble.of(scores.boundaryIou()), 1),
                metric("Hole error (lower is better)", Scores::holeError, 1),
                metric(
                        "DiceCE loss (lower is better)",
                        scores -> OptionalDouble.of(scores.diceCe()),
                        Double.POSITIVE_INFINITY));
    }

    private Chart metric(String title, Function<Scores, OptionalDouble> metric, double most) {
        List<DotPlot.Column> columns = new ArrayList<>();
        for (Evaluation.Model model : input.evaluation().models()) {
            List<DotPlot.Value> values = new ArrayList<>();
            for (Evaluation.ImageScores image : model.images()) {
                metric.apply(image.scores())
                        .ifPresent(value -> values.add(new DotPlot.Value(
                                image.name(), value, "#" + ImageRows.id(Dataset.Split.TEST, image.name()))));
            }
            columns.add(new DotPlot.Column(
                    model.name(),
                    model.name().equals(input.evaluation().chosen().model()),
                    values));
        }
        return DotPlot.of(title, columns, most);
    }

    private List<Page.Curves> curves() {
        List<Page.Curves> curves = new ArrayList<>();
        input.runs().forEach((rank, run) -> {
            List<HistoryLine> history = input.histories().get(rank);
            List<Double> loss = history.stream().map(HistoryLine::loss).toList();
            List<Double> dice =
                    history.stream().map(HistoryLine::validationDice).toList();
            curves.add(new Page.Curves(
                    "rank-" + rank,
                    caption(run),
                    List.of(
                            LinePlot.of("Training loss", loss, run.keptEpoch(), Double.POSITIVE_INFINITY),
                            LinePlot.of("Validation Dice", dice, run.keptEpoch(), 1))));
        });
        return curves;
    }

    private static String caption(Run run) {
        String kept = "Epoch " + run.keptEpoch() + " of " + run.epochs() + " is kept: validation Dice "
                + Texts.number(run.validationDice());
        return run.folds()
                .map(folds -> kept + ", standard deviation " + Texts.number(folds.deviation()) + " over "
                        + folds.images().size() + " images in " + folds.count() + " folds.")
                .orElse(kept + ".");
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
