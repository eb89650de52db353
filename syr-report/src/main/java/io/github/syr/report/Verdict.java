package io.github.syr.report;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import io.github.syr.message.OutputLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gates on the page. */
public final class Verdict {

    private static final Pattern PLACE = Pattern.compile(
            "(<h2 id=\"verdict-title\">Verdict</h2>\\s*)(.*?)(?=<ul class=\"hints\">|</section>)", Pattern.DOTALL);

    private Verdict() {}

    /**
     * Puts the verdict of a check into the page that was written before it: a check knows the last release, a report
     * doesn't. A page that is missing, or older than the evaluation, is left as it is.
     *
     * @throws SyrException if the page can't be read or written
     */
    public static void update(OutputLayout layout, Evaluation evaluation, Gates gates) {
        Path page = layout.reportPage();
        try {
            if (!Files.exists(page)
                    || Files.getLastModifiedTime(page).compareTo(Files.getLastModifiedTime(layout.evaluation())) < 0) {
                return;
            }
            Matcher place = PLACE.matcher(Files.readString(page));
            String updated = place.replaceFirst(found ->
                    Matcher.quoteReplacement(found.group(1) + Templates.render("verdict", rows(gates, evaluation))));
            AtomicFile.write(page, updated.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw SyrException.badData(
                    page, "can't be read: " + e + ".", "Delete the folder " + layout.report() + ".", e);
        }
    }

    /** A row for each gate. */
    static List<Page.GateRow> rows(Gates gates, Evaluation evaluation) {
        return gates.gates().stream()
                .map(gate -> new Page.GateRow(gate.name(), gate.passed(), gate.message(), href(gate, evaluation)))
                .toList();
    }

    private static String href(Gates.Gate gate, Evaluation evaluation) {
        return gate.image()
                .flatMap(name -> evaluation.chosenModel().images().stream()
                        .filter(image -> image.name().equals(name))
                        .findFirst())
                .map(image -> "#" + ImageRows.id(Dataset.Split.TEST, image.name()))
                .orElse("");
    }
}
