package io.github.syr.report;

import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.HistoryLine;
import io.github.syr.message.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What in an evaluation a reader should look at, and what to do about it. */
final class Hints {

    private static final int ENOUGH_VALIDATION = 5;

    /** Validation and test are expected to be this near in Dice. */
    private static final double DISAGREEMENT = 0.05;

    private Hints() {}

    static List<String> of(ReportInput input) {
        List<String> hints = new ArrayList<>();
        Evaluation evaluation = input.evaluation();
        Evaluation.Model chosen = evaluation.chosenModel();
        if (chosen.test().dice() <= evaluation.baseline().test().dice()) {
            hints.add("The adapter is no better than the unadapted model on the test images. Look at the masks of the"
                    + " training images, and at the learning rate.");
        }
        Tuning.Optimization how = input.request().training().tuning().optimization();
        input.histories().forEach((rank, history) -> {
            boolean chosenByValidation = !how.keepsLast();
            if (chosenByValidation
                    && how.schedule() == Tuning.Schedule.CONSTANT
                    && history.size() > 1
                    && history.get(history.size() - 1).best()) {
                hints.add("rank-" + rank + " was still improving at its last epoch: raise <epochs>.");
            }
            double best = history.stream()
                    .mapToDouble(HistoryLine::validationDice)
                    .max()
                    .orElse(0);
            double last = history.get(history.size() - 1).validationDice();
            if (!chosenByValidation && best - last > 0.02) {
                hints.add("rank-" + rank + " lost " + Texts.number(best - last)
                        + " of validation Dice until its last epoch, which is kept: set fewer <epochs>, or"
                        + " <epochChoice>best</epochChoice>.");
            }
        });
        int validation = input.dataset().of(Dataset.Split.VALIDATION).size();
        if (validation < ENOUGH_VALIDATION && input.request().training().folds().isEmpty()) {
            hints.add("Only " + validation + (validation == 1 ? " image is" : " images are")
                    + " for validation: the choice of a rank is largely a matter of chance. Set <folds>5</folds>.");
        }
        double apart = chosen.validation().dice() - chosen.test().dice();
        if (Math.abs(apart) > DISAGREEMENT) {
            hints.add("Validation and test disagree by " + String.format(Locale.ROOT, "%.3f", Math.abs(apart))
                    + " in Dice: the two splits hold different kinds of images, or too few.");
        }
        return hints;
    }
}
