package io.github.syr.maven.console;

import io.github.syr.message.Event;
import java.util.Locale;

/**
 * Progress in words: {@code rank 8, epoch 12/40, loss 0.2134, validation Dice 0.7812, 1 min 20 s left}, and within an
 * epoch {@code rank 8, epoch 12/40, image 3/24, 1 min 20 s left}.
 */
final class ProgressLine {

    private ProgressLine() {}

    static String of(Event.Progress progress) {
        StringBuilder line = new StringBuilder(subject(progress))
                .append(' ')
                .append(progress.step())
                .append('/')
                .append(progress.of());
        progress.within()
                .ifPresent(within -> line.append(within.split().equals("train") ? ", image " : ", validation image ")
                        .append(within.image())
                        .append('/')
                        .append(within.images()));
        progress.loss().ifPresent(loss -> line.append(String.format(Locale.ROOT, ", loss %.4f", loss)));
        progress.validationDice()
                .ifPresent(dice -> line.append(String.format(Locale.ROOT, ", validation Dice %.4f", dice)));
        progress.secondsLeft()
                .ifPresent(
                        seconds -> line.append(", ").append(duration(seconds)).append(" left"));
        return line.toString();
    }

    private static String subject(Event.Progress progress) {
        return switch (progress.stage()) {
            case "train" -> "rank " + progress.rank() + ", epoch";
            case "evaluate" ->
                "evaluate " + (progress.rank() == 0 ? "baseline" : "rank " + progress.rank()) + ", image";
            case "masks" -> "masks, image";
            default -> progress.stage() + (progress.rank() == 0 ? "" : " rank " + progress.rank()) + ",";
        };
    }

    /** To the second under a minute, to the minute over an hour. */
    static String duration(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
