package io.github.syr.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.syr.adapter.Scores;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import io.github.syr.message.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A row for each test image, model and object, for other programs. */
final class Tables {

    private static final String HEADER = "image,sha256,model,object,dice,iou,boundaryIou,holeError,diceCe\n";

    private final List<Row> rows = new ArrayList<>();

    /**
     * A row.
     *
     * @param object from 1
     */
    private record Row(String image, String sha256, String model, int object, Scores scores) {}

    Tables(ReportInput input) {
        for (Evaluation.Model model : input.evaluation().models()) {
            for (Evaluation.ImageScores image : model.images()) {
                for (int i = 0; i < image.objects().size(); i++) {
                    rows.add(new Row(
                            image.name(),
                            image.sha256(),
                            model.name(),
                            i + 1,
                            image.objects().get(i).scores()));
                }
            }
        }
    }

    /** RFC 4180, but for its line ends; what is not there is empty. */
    String csv() {
        StringBuilder csv = new StringBuilder(HEADER);
        for (Row row : rows) {
            Scores s = row.scores();
            csv.append(String.join(
                            ",",
                            quoted(row.image()),
                            row.sha256(),
                            row.model(),
                            String.valueOf(row.object()),
                            String.valueOf(s.dice()),
                            String.valueOf(s.iou()),
                            String.valueOf(s.boundaryIou()),
                            text(s.holeError()),
                            String.valueOf(s.diceCe())))
                    .append('\n');
        }
        return csv.toString();
    }

    /** Names that a spreadsheet would take for a formula are told apart by an apostrophe. */
    private static String quoted(String name) {
        String safe = name.matches("[=+\\-@\t\r].*") ? "'" + name : name;
        return safe.matches("[^,\"\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? String.valueOf(value.getAsDouble()) : "";
    }

    String json() {
        JsonArray array = new JsonArray();
        rows.forEach(row -> array.add(RecordJson.toJson(row)));
        JsonObject json = new JsonObject();
        json.addProperty("schema", "syr/report/1");
        json.add("rows", array);
        return Json.write(json);
    }
}
