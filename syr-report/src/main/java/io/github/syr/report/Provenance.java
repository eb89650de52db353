package io.github.syr.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.syr.json.RecordJson;
import io.github.syr.message.Dataset;
import io.github.syr.message.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What the figures depend on: checkpoint, digests, parameters, versions, device, time. */
final class Provenance {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private Provenance() {}

    static List<Page.Fact> facts(ReportInput input) {
        List<Page.Fact> facts = new ArrayList<>();
        facts.add(new Page.Fact("evaluated", time(input.layout().evaluation())));
        facts.add(new Page.Fact("device of the evaluation", input.evaluation().device()));
        input.request()
                .checkpoint()
                .map(Request.Checkpoint::name)
                .ifPresent(name -> facts.add(new Page.Fact("base checkpoint", name)));
        facts.add(
                new Page.Fact("checkpoint, SHA-256", input.evaluation().inputs().checkpoint()));
        for (Dataset.Split split : Dataset.Split.values()) {
            facts.add(new Page.Fact(
                    split.word() + " images, SHA-256",
                    input.evaluation().inputs().splits().getOrDefault(split.word(), "")));
        }
        input.evaluation()
                .inputs()
                .adapters()
                .forEach((name, digest) -> facts.add(new Page.Fact(name + ", SHA-256", digest)));
        input.runs()
                .forEach((rank, run) -> facts.add(new Page.Fact(
                        "rank-" + rank + " was trained on",
                        run.device() + ", " + run.threads() + " threads, until "
                                + time(input.layout().run(rank)))));
        input.evaluation().versions().forEach((name, version) -> facts.add(new Page.Fact(name, version)));
        add(facts, "", RecordJson.toJson(input.request().training()));
        return facts;
    }

    /** When a file was written. */
    private static String time(Path file) {
        try {
            return TIME.format(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parameters that have a value. */
    private static void add(List<Page.Fact> facts, String prefix, JsonObject json) {
        json.entrySet().forEach(entry -> {
            JsonElement value = entry.getValue();
            if (value.isJsonObject()) {
                add(facts, prefix + entry.getKey() + ".", value.getAsJsonObject());
            } else if (!value.isJsonNull()) {
                facts.add(new Page.Fact(
                        prefix + entry.getKey(), value.isJsonPrimitive() ? value.getAsString() : value.toString()));
            }
        });
    }
}
