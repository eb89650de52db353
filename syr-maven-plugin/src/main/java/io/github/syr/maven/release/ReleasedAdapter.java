package io.github.syr.maven.release;

import io.github.syr.adapter.AdapterManifest;
import io.github.syr.error.SyrException;
import io.github.syr.gate.Release;
import io.github.syr.io.ByteSource;
import io.github.syr.json.Json;
import io.github.syr.json.JsonCursor;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@code adapter.json} of a release says, as far as a comparison asks. Other keys are ignored: they may be
 * those of another SYR.
 *
 * @param jar that holds it
 * @param sha256 of its weights' file
 * @param base the base checkpoint's name, for people
 * @param baseSha256 of the base checkpoint's file
 * @param testSha256 digest of the images, masks and boxes that its figures are of
 */
public record ReleasedAdapter(
        Path jar, String sha256, String base, String baseSha256, String testSha256, Release release) {

    private static final Pattern SCHEMA = Pattern.compile("syr/adapter/(\\d{1,9})");

    /**
     * Reads it.
     *
     * @param jar that holds it
     * @param name of the release, for messages
     * @throws SyrException if it is of another schema, or says nothing that can be compared
     */
    static ReleasedAdapter read(Path jar, ByteSource manifest, String name) {
        try {
            JsonCursor json = new JsonCursor(Json.parse(manifest.readText(), manifest), manifest, "");
            requireSchema(json.get("schema"));
            JsonCursor test = json.get("metrics").get("test");
            Map<String, Release.Figures> images = new TreeMap<>();
            test.find("images")
                    .map(JsonCursor::members)
                    .orElse(Map.of())
                    .forEach((sha256, scores) -> images.put(sha256, figures(scores)));
            Release release = new Release(name, figures(test.get("mean")), images);
            JsonCursor base = json.get("base");
            return new ReleasedAdapter(
                    jar,
                    json.get("adapter").get("sha256").text(),
                    base.get("name").text(),
                    base.get("sha256").text(),
                    json.get("splits").get("test").get("sha256").text(),
                    release);
        } catch (SyrException e) {
            throw new SyrException(
                    e.kind(),
                    "The last release, " + name + ", can't be compared with: " + e.problem(),
                    "Name another by <lastRelease>, or compare with none: <maxDrop>1</maxDrop>, and neither <maxImageDrop> nor"
                            + " <maxHoleErrorRise>.",
                    e);
        }
    }

    /** Whether it adapts the base checkpoint of an evaluation, so that it can be evaluated as that was. */
    public boolean isOfTheSameBase(Evaluation evaluation) {
        return baseSha256.equals(evaluation.inputs().checkpoint());
    }

    /** Whether its figures are of the images, masks and boxes that an evaluation was made on. */
    public boolean isOfTheSameTest(Evaluation evaluation) {
        return testSha256.equals(evaluation.inputs().splits().get(Dataset.Split.TEST.word()));
    }

    /** Whether something can be said of both: the figures of some image, or an evaluation anew. */
    boolean isComparable(Evaluation evaluation) {
        return isOfTheSameBase(evaluation) || release.isComparable(evaluation);
    }

    private static Release.Figures figures(JsonCursor scores) {
        Optional<JsonCursor> holeError = scores.find("holeError");
        return new Release.Figures(
                scores.get("dice").number(),
                holeError.isPresent() ? OptionalDouble.of(holeError.get().number()) : OptionalDouble.empty());
    }

    private static void requireSchema(JsonCursor schema) {
        if (schema.text().equals(AdapterManifest.SCHEMA)) {
            return;
        }
        Matcher matcher = SCHEMA.matcher(schema.text());
        throw schema.error(
                "its schema is " + schema.quoted() + ", and this SYR reads \"" + AdapterManifest.SCHEMA + "\""
                        + (matcher.matches() && Integer.parseInt(matcher.group(1)) > 1
                                ? ": a newer SYR packed it, which this build could use as well."
                                : "."),
                "");
    }
}
