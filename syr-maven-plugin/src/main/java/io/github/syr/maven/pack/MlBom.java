package io.github.syr.maven.pack;

import com.google.gson.JsonElement;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.adapter.Scores;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.component.data.ComponentData;
import org.cyclonedx.model.component.data.DatasetChoice;
import org.cyclonedx.model.component.modelCard.ModelParameters;
import org.cyclonedx.model.component.modelCard.PerformanceMetric;
import org.cyclonedx.model.component.modelCard.QuantitativeAnalysis;

/**
 * The bill of materials of an adapter, CycloneDX 1.6: the adapter as a machine-learning model with its model card, the
 * base checkpoint, the parts of the data set. It says what the manifest and the POM say; the same adapter gives the
 * same bytes.
 */
record MlBom(AdapterManifest manifest, List<ModelCard.Licence> licences) {

    private static final String BASE = "base";

    private static final List<String> SPLITS = List.of("train", "validation", "test");

    /** The text. */
    String json() {
        Bom bom = new Bom();
        bom.setSerialNumber("urn:uuid:"
                + UUID.nameUUIDFromBytes(
                        (manifest.coordinates() + manifest.adapter().sha256()).getBytes(StandardCharsets.UTF_8)));
        Metadata metadata = new Metadata();
        // it would be the time of this build
        metadata.setTimestamp(null);
        metadata.setComponent(adapter());
        bom.setMetadata(metadata);
        bom.addComponent(base());
        Dependency adapter = new Dependency(reference());
        adapter.addDependency(new Dependency(BASE));
        SPLITS.stream().filter(manifest.splits()::containsKey).forEach(split -> {
            bom.addComponent(data(split, manifest.splits().get(split)));
            adapter.addDependency(new Dependency(split));
        });
        bom.addDependency(adapter);
        try {
            return BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString() + "\n";
        } catch (GeneratorException e) {
            throw new IllegalStateException("the bill of materials can't be written", e);
        }
    }

    private String reference() {
        AdapterManifest.Coordinates c = manifest.coordinates();
        return "pkg:maven/" + c.groupId() + "/" + c.artifactId() + "@" + c.version();
    }

    private Component adapter() {
        AdapterManifest.Coordinates c = manifest.coordinates();
        Component component = component(Component.Type.MACHINE_LEARNING_MODEL, reference(), c.artifactId());
        component.setGroup(c.groupId());
        component.setVersion(c.version());
        component.setPurl(reference());
        component.setDescription("A LoRA adapter of rank " + manifest.adapter().rank() + " for Segment Anything, "
                + manifest.base().name() + ".");
        component.addHash(new Hash(Hash.Algorithm.SHA_256, manifest.adapter().sha256()));
        if (!licences.isEmpty()) {
            LicenseChoice choice = new LicenseChoice();
            licences.forEach(licence -> choice.addLicense(license(licence)));
            component.setLicenses(choice);
        }
        component.setModelCard(card());
        for (Map.Entry<String, JsonElement> entry :
                RecordJson.toJson(manifest.training()).entrySet()) {
            JsonElement value = entry.getValue();
            if (!value.isJsonNull()) {
                component.addProperty(new Property(
                        "syr:training:" + entry.getKey(),
                        value.isJsonPrimitive() ? value.getAsString() : Json.writeLine(value)));
            }
        }
        manifest.versions()
                .forEach((name, version) -> component.addProperty(new Property("syr:version:" + name, version)));
        return component;
    }

    private static License license(ModelCard.Licence licence) {
        License license = new License();
        license.setName(licence.name());
        licence.url().ifPresent(license::setUrl);
        return license;
    }

    private org.cyclonedx.model.component.ModelCard card() {
        ModelParameters.Approach approach = new ModelParameters.Approach();
        approach.setType(ModelParameters.Approach.ApproachType.SUPERVISED);
        ModelParameters parameters = new ModelParameters();
        parameters.setApproach(approach);
        parameters.setTask("image segmentation");
        parameters.setArchitectureFamily("Segment Anything");
        parameters.setModelArchitecture(manifest.base().name() + " with LoRA");
        parameters.setDatasets(SPLITS.stream()
                .filter(manifest.splits()::containsKey)
                .map(split -> {
                    DatasetChoice choice = new DatasetChoice();
                    choice.setRef(split);
                    return choice;
                })
                .toList());
        List<PerformanceMetric> metrics = new ArrayList<>();
        add("test", manifest.metrics().test().mean(), metrics);
        add("test, without the adapter", manifest.metrics().baseline().mean(), metrics);
        add("validation", manifest.metrics().validation(), metrics);
        QuantitativeAnalysis analysis = new QuantitativeAnalysis();
        analysis.setPerformanceMetrics(metrics);
        org.cyclonedx.model.component.ModelCard card = new org.cyclonedx.model.component.ModelCard();
        card.setModelParameters(parameters);
        card.setQuantitativeAnalysis(analysis);
        return card;
    }

    private static void add(String slice, Scores scores, List<PerformanceMetric> metrics) {
        for (ModelCard.Metric metric : ModelCard.METRICS) {
            metric.of().apply(scores).ifPresent(value -> {
                PerformanceMetric each = new PerformanceMetric();
                each.setType(metric.name());
                each.setSlice(slice);
                each.setValue(String.format(Locale.ROOT, "%.4f", value));
                metrics.add(each);
            });
        }
    }

    private Component base() {
        AdapterManifest.Base base = manifest.base();
        Component component = component(Component.Type.MACHINE_LEARNING_MODEL, BASE, base.name());
        component.addHash(new Hash(Hash.Algorithm.SHA_256, base.sha256()));
        component.addProperty(new Property("syr:source", base.source()));
        component.addProperty(new Property("syr:bytes", String.valueOf(base.bytes())));
        return component;
    }

    /** The digest is over images, masks, boxes and labels: no file has it, so it is a property and no hash. */
    private static Component data(String split, AdapterManifest.SplitSummary summary) {
        Component component = component(Component.Type.DATA, split, split + " images");
        ComponentData data = new ComponentData();
        data.setType(ComponentData.ComponentDataType.DATASET);
        data.setName(split);
        data.setDescription(
                summary.images() + (summary.images() == 1 ? " image" : " images") + " with masks and boxes");
        component.setData(List.of(data));
        component.addProperty(new Property("syr:images", String.valueOf(summary.images())));
        component.addProperty(new Property("syr:sha256", summary.sha256()));
        return component;
    }

    private static Component component(Component.Type type, String reference, String name) {
        Component component = new Component();
        component.setType(type);
        component.setBomRef(reference);
        component.setName(name);
        return component;
    }
}
