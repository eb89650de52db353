package io.github.syr.maven.pack;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.adapter.Scores;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;

/**
 * What an adapter is, for people and for model hubs: Markdown with YAML before it, {@code README.md} beside
 * {@code adapter.json}. It says what the manifest and the POM say, and nothing else.
 *
 * @param description of the project, where its POM has one
 * @param licences that the POM names
 */
public record ModelCard(AdapterManifest manifest, Optional<String> description, List<Licence> licences) {

    /** The file's name, beside the adapter's: hubs show the file of this name. */
    public static final String FILE = "README.md";

    /** The kind of task, as hubs call what Segment Anything does. */
    private static final String TASK = "mask-generation";

    /** As hubs abbreviate licences that POMs often name in words. */
    private static final Map<String, String> LICENCE_IDS = Map.of(
            "apache-2.0", "apache-2.0",
            "apache license, version 2.0", "apache-2.0",
            "the apache license, version 2.0", "apache-2.0",
            "the apache software license, version 2.0", "apache-2.0",
            "mit", "mit",
            "mit license", "mit",
            "the mit license", "mit",
            "bsd-2-clause", "bsd-2-clause",
            "bsd-3-clause", "bsd-3-clause");

    /**
     * Of a POM.
     *
     * @param name as {@code Apache-2.0}
     */
    record Licence(String name, Optional<String> url) {}

    /** A metric as tables and hubs have it. */
    record Metric(String id, String name, Function<Scores, OptionalDouble> of) {

        static Metric always(String id, String name, Function<Scores, Double> of) {
            return new Metric(id, name, scores -> OptionalDouble.of(of.apply(scores)));
        }

        String value(Scores scores) {
            OptionalDouble value = of.apply(scores);
            return value.isPresent() ? decimals(value.getAsDouble()) : "–";
        }
    }

    static final List<Metric> METRICS = List.of(
            Metric.always("dice", "Dice", Scores::dice),
            Metric.always("iou", "IoU", Scores::iou),
            Metric.always("boundary_iou", "boundary IoU", Scores::boundaryIou),
            new Metric("hole_error", "hole error", Scores::holeError),
            Metric.always("dice_ce", "DiceCE (lower is better)", Scores::diceCe));

    /** Of an adapter that a project carries. */
    static ModelCard of(AdapterManifest manifest, MavenProject project) {
        return new ModelCard(
                manifest,
                Optional.ofNullable(project.getDescription())
                        .filter(text -> !text.isBlank() && isOwn(project, model -> model.getDescription() != null)),
                project.getLicenses().stream()
                        .filter(licence ->
                                isOwn(project, model -> !model.getLicenses().isEmpty()))
                        .filter(licence -> licence.getName() != null)
                        .map(licence -> new Licence(licence.getName(), Optional.ofNullable(licence.getUrl())))
                        .toList());
    }

    /** What a module inherits from {@code syr-adapter-parent} is said of SYR, not of the adapter. */
    private static boolean isOwn(MavenProject project, Predicate<Model> says) {
        MavenProject next = project;
        while (next != null && !isSyrs(next)) {
            if (next.getOriginalModel() != null && says.test(next.getOriginalModel())) {
                return true;
            }
            next = next.getParent();
        }
        return next == null;
    }

    private static boolean isSyrs(MavenProject project) {
        return project.getGroupId().equals("io.github.syr")
                && project.getArtifactId().equals("syr-adapter-parent");
    }

    /** The text. */
    String markdown() {
        return frontMatter() + opening() + use() + base() + data() + training() + metrics() + limits() + example();
    }

    private String frontMatter() {
        StringBuilder yaml = new StringBuilder("---\nlibrary_name: syr\n");
        yaml.append("pipeline_tag: ").append(TASK).append('\n');
        yaml.append("base_model: ").append(quoted(manifest.base().name())).append('\n');
        yaml.append("base_model_relation: adapter\n");
        licences.stream().findFirst().ifPresent(licence -> yaml.append(licence(licence)));
        yaml.append("tags:\n- segment-anything\n- lora\n- image-segmentation\n- maven\n");
        yaml.append("model-index:\n- name: ").append(quoted(name())).append("\n  results:\n");
        yaml.append("  - task:\n      type: ").append(TASK).append('\n');
        yaml.append("    dataset:\n      name: \"test images\"\n      type: ")
                .append(quoted(name()))
                .append("\n      split: test\n");
        Optional.ofNullable(manifest.splits().get("test"))
                .ifPresent(test -> yaml.append("      revision: ")
                        .append(quoted(test.sha256()))
                        .append('\n'));
        yaml.append("    metrics:\n");
        for (Metric metric : METRICS) {
            OptionalDouble value = metric.of().apply(test());
            if (value.isPresent()) {
                yaml.append("    - type: ").append(metric.id()).append("\n      name: ");
                yaml.append(quoted(metric.name())).append("\n      value: ");
                yaml.append(decimals(value.getAsDouble())).append('\n');
            }
        }
        return yaml.append("---\n\n").toString();
    }

    private static String licence(Licence licence) {
        String id = LICENCE_IDS.get(licence.name().strip().toLowerCase(Locale.ROOT));
        if (id != null) {
            return "license: " + id + "\n";
        }
        return "license: other\nlicense_name: " + quoted(licence.name()) + "\n"
                + licence.url()
                        .map(url -> "license_link: " + quoted(url) + "\n")
                        .orElse("");
    }

    private String opening() {
        return "# " + plain(manifest.coordinates().artifactId()) + " "
                + plain(manifest.coordinates().version()) + "\n\n"
                + description.map(text -> plain(text.strip()) + "\n\n").orElse("")
                + "A LoRA adapter of rank " + manifest.adapter().rank() + " for Segment Anything (`"
                + plain(manifest.base().name()) + "`), " + manifest.adapter().parameters()
                + " trained numbers, made by SYR "
                + plain(manifest.versions().getOrDefault("syr", ""))
                + " in a Maven build.\n\n"
                + table(
                        "field",
                        "value",
                        rows(
                                "coordinates", manifest.coordinates().toString(),
                                "SHA-256 of `adapter.safetensors`",
                                        manifest.adapter().sha256(),
                                "adapted layers",
                                        String.join(", ", manifest.adapter().targets()),
                                "replaced tensors of the base",
                                        String.valueOf(manifest.adapter().replaced())))
                + (licences.isEmpty()
                        ? ""
                        : "Licence: "
                                + licences.stream()
                                        .map(licence -> plain(licence.name()))
                                        .collect(Collectors.joining(", "))
                                + ".\n\n");
    }

    private String use() {
        return "## Intended use\n\nMasks of objects as those that its data set shows, in images as those. Objects were"
                + " prompted in training by " + code(manifest.training().prompts())
                + " (each kind with its weight); other prompts work as far as the base model knows them.\n\n";
    }

    private String base() {
        AdapterManifest.Base base = manifest.base();
        Map<String, String> rows = rows(
                "name", base.name(),
                "source", base.source(),
                "SHA-256", base.sha256(),
                "bytes", String.valueOf(base.bytes()));
        base.decoderHeads().ifPresent(heads -> rows.put("heads of the mask decoder", String.valueOf(heads)));
        return "## Base model\n\nThe adapter is a difference to this checkpoint, and to no other.\n\n"
                + table("field", "value", rows);
    }

    private String data() {
        StringBuilder text = new StringBuilder(
                "## Data\n\nNo image is part of the artifact. The digests are over images, masks, boxes and labels.\n\n"
                        + "| split | images | SHA-256 |\n|---|---|---|\n");
        for (String split : List.of("train", "validation", "test")) {
            Optional.ofNullable(manifest.splits().get(split))
                    .ifPresent(summary -> text.append("| ")
                            .append(split)
                            .append(" | ")
                            .append(summary.images())
                            .append(" | `")
                            .append(summary.sha256())
                            .append("` |\n"));
        }
        return text.append('\n').toString();
    }

    private String training() {
        Map<String, String> rows = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry :
                RecordJson.toJson(manifest.training()).entrySet()) {
            JsonElement value = entry.getValue();
            rows.put(
                    "`" + entry.getKey() + "`",
                    value.isJsonNull()
                            ? "none"
                            : value.isJsonPrimitive() ? value.getAsString() : Json.writeLine(value));
        }
        manifest.versions().forEach((name, version) -> rows.put("version of " + plain(name), version));
        return "## Training\n\n" + table("parameter", "value", rows);
    }

    private String metrics() {
        StringBuilder text = new StringBuilder("## Metrics\n\nMeans over images; judged on a ")
                .append(manifest.device().equals("gpu") ? "GPU" : "CPU")
                .append(". The validation images chose the adapter, the test images did not.\n\n")
                .append("| metric | test | test, without the adapter | validation |\n|---|---|---|---|\n");
        for (Metric metric : METRICS) {
            text.append("| ")
                    .append(metric.name())
                    .append(" | ")
                    .append(metric.value(test()))
                    .append(" | ")
                    .append(metric.value(manifest.metrics().baseline().mean()))
                    .append(" | ")
                    .append(metric.value(manifest.metrics().validation()))
                    .append(" |\n");
        }
        return text.append('\n').toString();
    }

    private String limits() {
        Collection<Scores> images = manifest.metrics().test().images().values();
        StringBuilder text = new StringBuilder("## Limits\n\n");
        images.stream()
                .mapToDouble(Scores::dice)
                .min()
                .ifPresent(worst -> text.append("- Measured on ")
                        .append(images.size())
                        .append(images.size() == 1 ? " test image" : " different test images")
                        .append("; the worst has a Dice of ")
                        .append(decimals(worst))
                        .append(".\n"));
        if (test().dice() < manifest.metrics().baseline().mean().dice()) {
            text.append("- It is worse than the unadapted model on the test images.\n");
        }
        if (test().holeError().isEmpty()) {
            text.append("- No test image has a hole: how holes are segmented is not measured.\n");
        }
        return text.append("- Nothing is measured on images of another kind than those of the data set.\n")
                .append("- The IoU that the model predicts of its masks is not calibrated.\n\n")
                .toString();
    }

    private String example() {
        AdapterManifest.Coordinates c = manifest.coordinates();
        return "## How to use it\n\n```xml\n<dependency>\n  <groupId>" + c.groupId() + "</groupId>\n  <artifactId>"
                + c.artifactId() + "</artifactId>\n  <version>" + c.version() + "</version>\n</dependency>\n```\n\n"
                + "With `io.github.syr:syr-runtime` and the base checkpoint on the class path or in SYR's cache:\n\n"
                + "```java\ntry (Segmenter segmenter = Segmenter.fromClasspath(\"" + name() + "\")) {\n"
                + "    segmenter.selfTest();\n"
                + "    Mask mask = segmenter.open(Path.of(\"image.jpg\")).segment(Box.of(120, 80, 640, 590));\n"
                + "}\n```\n";
    }

    private String name() {
        return manifest.coordinates().groupId() + ":" + manifest.coordinates().artifactId();
    }

    private Scores test() {
        return manifest.metrics().test().mean();
    }

    private static Map<String, String> rows(String... cells) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            rows.put(cells[i], cells[i + 1]);
        }
        return rows;
    }

    private static String table(String name, String value, Map<String, String> rows) {
        StringBuilder text = new StringBuilder("| " + name + " | " + value + " |\n|---|---|\n");
        rows.forEach((key, cell) -> text.append("| ")
                .append(key)
                .append(" | ")
                .append(code(List.of(cell)))
                .append(" |\n"));
        return text.append('\n').toString();
    }

    private static String code(List<String> words) {
        return words.stream()
                .filter(word -> !word.isEmpty())
                .map(word -> "`" + plain(word) + "`")
                .collect(Collectors.joining(", "));
    }

    /** A text that can't leave its line, its cell of a table or its code. */
    private static String plain(String text) {
        return text.replaceAll("[`|<>\\s\\p{Cntrl}]+", " ");
    }

    /** YAML takes JSON's strings. */
    private static String quoted(String text) {
        return new JsonPrimitive(text).toString();
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
