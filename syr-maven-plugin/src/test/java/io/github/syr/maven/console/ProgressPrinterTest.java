package io.github.syr.maven.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.message.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final List<String> log = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private ProgressPrinter printer(ProgressMode mode) {
        return new ProgressPrinter(mode, new PrintStream(screen, true, StandardCharsets.UTF_8), log::add, () -> now);
    }

    private static Event.Progress epoch(int rank, int step, double secondsLeft) {
        return new Event.Progress(
                "train",
                rank,
                step,
                24,
                Optional.empty(),
                OptionalDouble.of(0.51234),
                OptionalDouble.of(0.78121),
                OptionalDouble.of(secondsLeft));
    }

    @Test
    void rewritesOneLineOnATerminal() {
        ProgressPrinter printer = printer(ProgressMode.TERMINAL);
        printer.show(epoch(8, 11, 3700));
        printer.show(epoch(8, 12, 61));
        printer.end();
        String first = "rank 8, epoch 11/24, loss 0.5123, validation Dice 0.7812, 1 h 1 min left";
        String second = "rank 8, epoch 12/24, loss 0.5123, validation Dice 0.7812, 1 min 1 s left";
        assertEquals(
                "\r" + first + "\r" + second + "\r" + " ".repeat(second.length()) + "\r",
                screen.toString(StandardCharsets.UTF_8));
        assertEquals(List.of(), log);
    }

    @Test
    void wipesWhatALongerLineLeftBehind() {
        ProgressPrinter printer = printer(ProgressMode.TERMINAL);
        printer.show(epoch(16, 1, 100));
        printer.show(Event.Progress.ofImages("evaluate", 0, 3, 12, OptionalDouble.empty()));
        String first = "rank 16, epoch 1/24, loss 0.5123, validation Dice 0.7812, 1 min 40 s left";
        String second = "evaluate baseline, image 3/12";
        assertEquals(
                "\r" + first + "\r" + second + " ".repeat(first.length() - second.length()),
                screen.toString(StandardCharsets.UTF_8));
    }

    @Test
    void saysALineNowAndThenInABatchBuild() {
        ProgressPrinter printer = printer(ProgressMode.BATCH);
        for (int step = 1; step <= 24; step++) {
            printer.show(epoch(4, step, 24 - step));
            now = now.plus(Duration.ofSeconds(4));
        }
        printer.end();
        assertEquals(
                List.of("1", "4", "7", "10", "13", "16", "19", "22", "24"),
                log.stream()
                        .map(line -> line.replaceAll("rank 4, epoch (\\d+)/.*", "$1"))
                        .toList());
        assertEquals("", screen.toString(StandardCharsets.UTF_8));
    }

    private static Event.Progress image(int epoch, String split, int image, double secondsLeft) {
        return new Event.Progress(
                "train",
                8,
                epoch,
                24,
                Optional.of(new Event.Within(split, image, 5)),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(secondsLeft));
    }

    /** With ViT-B on a CPU an epoch takes many minutes. */
    @Test
    void saysHowFarALongEpochIs() {
        ProgressPrinter printer = printer(ProgressMode.BATCH);
        for (int image = 1; image <= 5; image++) {
            printer.show(image(1, "train", image, 7200 - image));
            now = now.plus(Duration.ofSeconds(8));
        }
        printer.show(image(1, "validation", 1, 7000));
        printer.show(epoch(8, 1, 6990));
        printer.end();
        assertEquals(
                List.of(
                        "rank 8, epoch 1/24, image 1/5, 1 h 59 min left",
                        "rank 8, epoch 1/24, image 3/5, 1 h 59 min left",
                        "rank 8, epoch 1/24, image 5/5, 1 h 59 min left",
                        "rank 8, epoch 1/24, loss 0.5123, validation Dice 0.7812, 1 h 56 min left"),
                log);
    }

    @Test
    void saysNothingOfTheImagesOfShortEpochs() {
        ProgressPrinter printer = printer(ProgressMode.BATCH);
        for (int epoch = 1; epoch <= 5; epoch++) {
            for (int image = 1; image <= 5; image++) {
                printer.show(image(epoch, "train", image, 100));
                now = now.plus(Duration.ofSeconds(1));
            }
            printer.show(epoch(8, epoch, 100));
        }
        assertEquals(
                List.of(
                        "rank 8, epoch 1/24, image 1/5, 1 min 40 s left",
                        "rank 8, epoch 2/24, loss 0.5123, validation Dice 0.7812, 1 min 40 s left",
                        "rank 8, epoch 4/24, loss 0.5123, validation Dice 0.7812, 1 min 40 s left"),
                log);
    }

    @Test
    void showsEveryImageOnATerminal() {
        ProgressPrinter printer = printer(ProgressMode.TERMINAL);
        printer.show(image(1, "train", 1, 100));
        printer.show(image(1, "validation", 2, 90));
        assertEquals(
                "\rrank 8, epoch 1/24, image 1/5, 1 min 40 s left\rrank 8, epoch 1/24, validation image 2/5, 1 min 30 s left",
                screen.toString(StandardCharsets.UTF_8));
    }

    @Test
    void saysHowFarARankCameThatStoppedEarly() {
        ProgressPrinter printer = printer(ProgressMode.BATCH);
        printer.show(epoch(4, 1, 30));
        printer.show(epoch(4, 2, 20));
        printer.show(epoch(8, 1, 30));
        printer.show(epoch(8, 2, 0.4));
        printer.end();
        assertEquals(
                List.of(
                        "rank 4, epoch 1/24, loss 0.5123, validation Dice 0.7812, 30 s left",
                        "rank 4, epoch 2/24, loss 0.5123, validation Dice 0.7812, 20 s left",
                        "rank 8, epoch 1/24, loss 0.5123, validation Dice 0.7812, 30 s left",
                        "rank 8, epoch 2/24, loss 0.5123, validation Dice 0.7812, 0 s left"),
                log);
    }

    @Test
    void saysNothingWhenQuiet() {
        ProgressPrinter printer = printer(ProgressMode.QUIET);
        printer.show(epoch(4, 1, 1));
        printer.show(epoch(4, 24, 0));
        printer.end();
        assertEquals(List.of(), log);
        assertEquals(0, screen.size());
    }

    @Test
    void fitsTheBuild() {
        assertEquals(ProgressMode.TERMINAL, ProgressMode.of(true, true, false, true));
        assertEquals(ProgressMode.BATCH, ProgressMode.of(true, false, false, true));
        assertEquals(ProgressMode.BATCH, ProgressMode.of(true, true, true, true));
        assertEquals(ProgressMode.BATCH, ProgressMode.of(true, true, false, false));
        assertEquals(ProgressMode.QUIET, ProgressMode.of(false, true, false, true));
    }
}
