package io.github.syr.report;

import io.github.syr.annotation.DatasetFolder;
import io.github.syr.annotation.GitLfsPointer;
import io.github.syr.error.SyrException;
import io.github.syr.gate.GateLimits;
import io.github.syr.gate.Gatekeeper;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import io.github.syr.message.HistoryLine;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a report is made of.
 *
 * @param runs by rank, those that an evaluation's adapters came from
 * @param histories by rank
 * @param gates the verdict; none where no gate is known
 * @param notices what a reader has to know before anything else
 */
record ReportInput(
        OutputLayout layout,
        Request request,
        Dataset dataset,
        Evaluation evaluation,
        Map<Integer, Run> runs,
        Map<Integer, List<HistoryLine>> histories,
        Optional<Gates> gates,
        List<String> notices) {

    /**
     * Reads an output folder.
     *
     * @param notices what a reader has to know before anything else, as that the evaluation is out of date
     * @throws SyrException if there is no evaluation, or a file is damaged or of another version
     */
    static ReportInput read(Request request, Optional<GateLimits> limits, List<String> notices) {
        OutputLayout layout = new OutputLayout(request.outputFolder());
        if (!Files.exists(layout.evaluation())) {
            throw SyrException.badData(
                    layout.evaluation(), "there is no evaluation to report on.", "Run mvn syr:evaluate first.");
        }
        Evaluation evaluation = Evaluation.read(layout.evaluation());
        Map<Integer, Run> runs = new TreeMap<>();
        Map<Integer, List<HistoryLine>> histories = new TreeMap<>();
        for (Evaluation.Model model : evaluation.models()) {
            if (model.rank().isPresent()) {
                int rank = model.rank().getAsInt();
                Path history = layout.history(rank);
                // of a training that is not the evaluated one, as while a rank is trained again, nothing is shown
                if (Files.exists(layout.run(rank)) && Files.exists(history)) {
                    Run run = Run.read(layout.run(rank));
                    if (run.adapterSha256()
                            .equals(evaluation.inputs().adapters().get(model.name()))) {
                        runs.put(rank, run);
                        histories.put(rank, HistoryLine.read(history));
                    }
                }
            }
        }
        return new ReportInput(
                layout,
                request,
                Dataset.read(layout.dataset()),
                evaluation,
                runs,
                histories,
                limits.map(by -> Gatekeeper.judge(evaluation, by, "")),
                notices);
    }

    /** Whether an image's file is a pointer of Git LFS, so that there is no photograph to show. */
    boolean isPointer(Dataset.Image image) {
        return GitLfsPointer.in(DatasetFolder.root(request.dataset()).resolve(image.file()))
                .isPresent();
    }
}
