package io.github.syr.message;

import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An epoch of a training: a line of {@code history.jsonl}.
 *
 * @param best whether its validation Dice is the best so far
 * @param epoch from 1
 * @param loss mean training loss over the images
 * @param validationDice mean over the validation images, 0 to 1
 */
public record HistoryLine(boolean best, int epoch, double loss, double validationDice) {

    /** @throws io.github.syr.error.SyrException if a line is none */
    public static List<HistoryLine> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> RecordJson.fromJson(Json.parse(line, file), HistoryLine.class, file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the file has it, without the line's end. */
    public String toLine() {
        return Json.writeLine(RecordJson.toJson(this));
    }
}
