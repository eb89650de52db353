package io.github.syr.message;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.syr.error.SyrException;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a worker tells while it runs, a JSON line each on its standard output behind {@value #PREFIX}; schema
 * {@code syr/event/1}. Exactly one {@link Result} or {@link Failed} ends a worker that didn't crash.
 */
public sealed interface Event {

    /** What a line begins with that is an event; any other line is some library's and belongs into the log. */
    String PREFIX = "@syr/event/1 ";

    /**
     * The device is chosen and PyTorch loaded. Not told by tasks that need neither.
     *
     * @param device as {@code cpu}, {@code gpu:0}
     * @param versions by name: {@code syr}, {@code djl}, {@code pytorch}
     */
    record Started(String device, int threads, Map<String, String> versions) implements Event {}

    /**
     * How far it is.
     *
     * @param stage what is done: {@code masks}, {@code train}, {@code evaluate}
     * @param rank of the adapter at work; 0 for the baseline or where there is none
     * @param step the epoch (train) or the image (masks, evaluate) that is done, from 1
     * @param of how many there can be
     * @param within how far the epoch is; none where the step is done
     * @param loss the epoch's mean training loss
     * @param validationDice after the epoch
     * @param secondsLeft for all that the request still has to do, estimated
     */
    record Progress(
            String stage,
            int rank,
            int step,
            int of,
            Optional<Within> within,
            OptionalDouble loss,
            OptionalDouble validationDice,
            OptionalDouble secondsLeft)
            implements Event {

        /** Of a stage whose steps are images. */
        public static Progress ofImages(String stage, int rank, int image, int images, OptionalDouble secondsLeft) {
            return new Progress(
                    stage,
                    rank,
                    image,
                    images,
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    secondsLeft);
        }
    }

    /**
     * How far an epoch is.
     *
     * @param split whose images are at work, as {@code train}, {@code validation}
     * @param image that is done, from 1
     * @param images of the split
     */
    record Within(String split, int image, int images) {}

    /** Something that the user should read: a line of log. */
    record Note(Level level, String text) implements Event {}

    /**
     * An entry of the run cache is missing. The worker goes on when a line arrives on its standard input: by then the
     * entry is in the cache, or can't be had.
     */
    record Wanted(String digest) implements Event {}

    /** The run cache has an entry of what was asked for. */
    record Kept(String digest) implements Event {}

    /** How loud a {@link Note} is. */
    enum Level {
        DEBUG,
        INFO,
        WARN
    }

    /**
     * It is done.
     *
     * @param upToDate whether there was nothing to do
     * @param lines what to tell the user at the end: a summary, a table
     */
    record Result(boolean upToDate, List<String> lines) implements Event {}

    /** It failed, in words for the user. */
    record Failed(SyrException.Kind kind, String problem, String remedy) implements Event {

        public static Failed of(SyrException e) {
            return new Failed(e.kind(), e.problem(), e.remedy());
        }

        public SyrException toException() {
            return new SyrException(kind, problem, remedy);
        }
    }

    /** The line of this event, without a line feed. */
    default String toLine() {
        JsonObject json = RecordJson.toJson((Record) this);
        json.addProperty("event", getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
        return PREFIX + Json.writeLine(json);
    }

    /**
     * The event of a line, or none where the line is no event's.
     *
     * @throws SyrException if the line claims to be one and is malformed
     */
    static Optional<Event> ofLine(String line) {
        if (!line.startsWith(PREFIX)) {
            return Optional.empty();
        }
        JsonElement json = Json.parse(line.substring(PREFIX.length()), "the worker's output");
        JsonElement name = json.isJsonObject() ? json.getAsJsonObject().remove("event") : null;
        Class<? extends Record> type = switch (name == null ? "" : name.toString()) {
            case "\"started\"" -> Started.class;
            case "\"progress\"" -> Progress.class;
            case "\"note\"" -> Note.class;
            case "\"wanted\"" -> Wanted.class;
            case "\"kept\"" -> Kept.class;
            case "\"result\"" -> Result.class;
            case "\"failed\"" -> Failed.class;
            default ->
                throw SyrException.badData(
                        "the worker's output",
                        "no known event: " + line + ".",
                        "Report it: plugin and worker are of one version.");
        };
        return Optional.of((Event) RecordJson.fromJson(json, type, "the worker's output"));
    }
}
