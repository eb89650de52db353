package io.github.syr.demo.model;

import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.message.Evaluation;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models that there are: unadapted, each rank that was trained to its end, and an adapter that was named.
 *
 * @param choices the unadapted model first, then the ranks, ascending
 * @param problems what can't be chosen, and why
 */
public record ModelList(List<ModelChoice> choices, List<String> problems) {

    static final String BASELINE = "baseline";

    private static final Pattern RANK = Pattern.compile("rank-(\\d{1,9})");
    private static final int DIGITS = 12;

    /**
     * Looks at the disk: a training may have ended since it was last asked.
     *
     * @param named the file of an adapter beside those of the build
     */
    public static ModelList of(OutputLayout layout, Optional<Path> named) {
        List<ModelChoice> choices = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        choices.add(new ModelChoice(BASELINE, "unadapted", Optional.empty(), Optional.empty(), false));
        Optional<String> packaged = packaged(layout, problems);
        for (int rank : ranks(layout)) {
            try {
                Run run = Run.read(layout.run(rank));
                String sha256 = run.adapterSha256();
                choices.add(new ModelChoice(
                        "rank-" + rank + "-" + sha256.substring(0, Math.min(DIGITS, sha256.length())),
                        "rank " + rank,
                        Optional.of(layout.adapter(rank)),
                        Optional.of(sha256),
                        packaged.equals(Optional.of(sha256))));
            } catch (SyrException e) {
                problems.add(e.getMessage());
            }
        }
        named.ifPresent(file -> choices.add(named(file)));
        return new ModelList(List.copyOf(choices), List.copyOf(problems));
    }

    private static ModelChoice named(Path file) {
        return new ModelChoice("named", String.valueOf(file.getFileName()), Optional.of(file), Optional.empty(), false);
    }

    /** The digest of the adapter that the last evaluation chose. */
    private static Optional<String> packaged(OutputLayout layout, List<String> problems) {
        if (!Files.exists(layout.evaluation())) {
            return Optional.empty();
        }
        try {
            Evaluation evaluation = Evaluation.read(layout.evaluation());
            return Optional.ofNullable(
                    evaluation.inputs().adapters().get(evaluation.chosen().model()));
        } catch (SyrException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** Those that have a {@code run.json}: it is written last. */
    private static List<Integer> ranks(OutputLayout layout) {
        Path folder = layout.rank(1).getParent();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> RANK.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .map(name -> Integer.parseInt(name.group(1)))
                    .filter(rank -> Files.exists(layout.run(rank)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw SyrException.badData(folder, "can't be listed: " + e, "Make the folder readable.", e);
        }
    }

    /** @throws SyrException if there is no such model, or no more */
    public ModelChoice require(String id) {
        return choices.stream()
                .filter(choice -> choice.id().equals(id))
                .findFirst()
                .orElseThrow(() -> SyrException.badRequest(
                        "The model \"" + id + "\" is not there any more: it was trained again, or deleted.",
                        "Choose another."));
    }

    /** @throws SyrException if the file of a choice is another one by now */
    static void requireUnchanged(ModelChoice choice) {
        choice.adapterSha256().ifPresent(expected -> {
            Path file = choice.adapter().orElseThrow();
            String found;
            try {
                found = Sha256.of(file);
            } catch (UncheckedIOException e) {
                throw SyrException.badData(file, "can't be read: " + e.getCause(), "Train it again.", e);
            }
            if (!found.equals(expected)) {
                throw SyrException.badData(
                        file, "is not what run.json beside it says.", "Wait where it is being trained; else train it.");
            }
        });
    }
}
