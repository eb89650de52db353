package io.github.syr.maven.release;

import io.github.syr.adapter.AdapterManifest;
import io.github.syr.error.SyrException;
import io.github.syr.gate.Release;
import io.github.syr.io.ByteSource;
import io.github.syr.json.Json;
import io.github.syr.json.JsonCursor;
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
 * @param base the base checkpoint's name, for people
 * @param baseSha256 of the base checkpoint's file
 */
public record ReleasedAdapter(String base, String baseSha256, Release release) {

    private static final Pattern SCHEMA = Pattern.compile("syr/adapter/(\\d{1,9})");

    /**
     * Reads it.
     *
     * @param name of the release, for messages
     * @throws SyrException if it is of another schema, or says nothing that can be compared
     */
    static ReleasedAdapter read(ByteSource manifest, String name) {
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
                    base.get("name").text(), base.get("sha256").text(), release);
        } catch (SyrException e) {
            throw new SyrException(
                    e.kind(),
                    "The last release, " + name + ", can't be compared with: " + e.problem(),
                    "Name another by <lastRelease>, or compare with none: <maxDrop>1</maxDrop>, and neither <maxImageDrop> nor"
                            + " <maxHoleErrorRise>.",
                    e);
        }
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
