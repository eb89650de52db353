package io.github.syr.maven.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.github.syr.adapter.AdapterManifest;
import io.github.syr.adapter.Blocks;
import io.github.syr.adapter.Scores;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.adapter.SelfTestPicture;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.maven.EvaluatedProject;
import io.github.syr.maven.build.Repository;
import io.github.syr.maven.checkpoint.Bundling;
import io.github.syr.maven.checkpoint.CheckpointResolver;
import io.github.syr.maven.checkpoint.InitialAdapterResolver;
import io.github.syr.maven.checkpoint.RemoteCheckpoints;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.Requests;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.License;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterPackagerTest {

    @TempDir
    Path folder;

    private final AdapterPackager packager = new AdapterPackager(new Requests(
            new CheckpointResolver(mock(Repository.class), mock(RemoteCheckpoints.class)),
            mock(InitialAdapterResolver.class)));
    private EvaluatedProject project;

    @BeforeEach
    void evaluate() {
        project = EvaluatedProject.in(folder);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(project.classes())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> project.classes().relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void packsTheRankThatValidationChose() throws Exception {
        packager.run(project.job(0), project.classes());
        String adapter = "META-INF/syr/org.example/ring-adapter/";
        assertEquals(
                List.of(
                        "META-INF/syr/adapter.index",
                        adapter + "README.md",
                        adapter + "adapter.json",
                        adapter + "adapter.safetensors",
                        adapter + "selftest.safetensors"),
                files());
        assertEquals(
                "org.example:ring-adapter\n",
                Files.readString(project.classes().resolve("META-INF/syr/adapter.index")));
        assertArrayEquals(
                Files.readAllBytes(project.layout().adapter(4)),
                Files.readAllBytes(project.classes().resolve(adapter + "adapter.safetensors")));
        verify(project.log())
                .info(
                        "Packed rank 4, the best by validation Dice (0.8400), as org.example:ring-adapter:1.2.0: test Dice 0.7400, baseline 0.5000.");
    }

    private Job job(Bundling bundling) {
        Job job = project.job(0);
        return new Job(
                job.build(),
                job.dataset(),
                job.checkpoint(),
                job.training(),
                job.execution(),
                job.initialAdapter(),
                job.evaluation(),
                job.natives(),
                job.libtorch(),
                job.jvmArguments(),
                job.environment(),
                true,
                Optional.of(bundling),
                job.output(),
                job.cache(),
                job.sharing());
    }

    @Test
    void packsTheCheckpointWhereThatIsAsked() throws Exception {
        packager.run(job(Bundling.JAR), project.classes());
        byte[] tensors = Files.readAllBytes(folder.resolve("base.pth"));
        Path packed = project.classes().resolve("META-INF/syr/checkpoint/" + Sha256.of(tensors) + ".pth");
        assertArrayEquals(tensors, Files.readAllBytes(packed));
        verify(project.log())
                .info("The base checkpoint base.pth is packed beside it: applications need no other file.");
        // an earlier build was killed while it copied
        Files.write(packed, new byte[3]);
        packager.run(job(Bundling.JAR), project.classes());
        assertArrayEquals(tensors, Files.readAllBytes(packed));
    }

    @Test
    void saysHowApplicationsGetACheckpointThatIsNowhere() throws Exception {
        packager.run(job(Bundling.NONE), project.classes());
        verify(project.log())
                .info(
                        "An application needs the base checkpoint base.pth (7 bytes) beside the adapter: in its cache (mvn"
                                + " syr:download puts it there), or as the file that -Dsyr.checkpoint=FILE names. Maven"
                                + " coordinates as <checkpoint> make it a dependency;"
                                + " <bundleCheckpoint>jar</bundleCheckpoint> packs it into the jar.");
        assertFalse(Files.exists(project.classes().resolve("META-INF/syr/checkpoint")));
    }

    @Test
    void refusesADependencyOnWhatIsNoArtifact() {
        SyrException e =
                assertThrows(SyrException.class, () -> packager.run(job(Bundling.DEPENDENCY), project.classes()));
        assertEquals(
                "bundleCheckpoint is dependency, and the checkpoint base.pth is no Maven artifact. Name Maven coordinates"
                        + " by <checkpoint>, or set <bundleCheckpoint>jar</bundleCheckpoint>, or none.",
                e.getMessage());
    }

    @Test
    void warnsOfAnAdapterThatIsWorseThanNone() throws Exception {
        Evaluation evaluation = Evaluation.read(project.layout().evaluation());
        Evaluation.Model baseline = evaluation.baseline();
        Scores test = new Scores(0.75, 0.6, 0.5, OptionalDouble.empty(), 0.25);
        List<Evaluation.Model> models = new ArrayList<>(evaluation.models());
        models.set(
                models.indexOf(baseline),
                new Evaluation.Model(
                        baseline.name(),
                        baseline.rank(),
                        0,
                        baseline.validation(),
                        test,
                        0,
                        0,
                        baseline.images(),
                        baseline.learned()));
        Files.writeString(
                project.layout().evaluation(),
                new Evaluation(
                                Evaluation.SCHEMA,
                                models,
                                evaluation.chosen(),
                                evaluation.inputs(),
                                evaluation.versions(),
                                evaluation.device(),
                                evaluation.robustness())
                        .toJson());
        packager.run(project.job(0), project.classes());
        verify(project.log())
                .warn("The adapter is worse than the unadapted model on the test images: Dice 0.740, baseline 0.750."
                        + " <minGain>0</minGain> makes that fail.");
    }

    @Test
    void writesDownWhatIsKnownOfIt() throws Exception {
        packager.run(project.job(0), project.classes());
        AdapterManifest manifest = AdapterManifest.read(
                ByteSource.of(project.classes().resolve("META-INF/syr/org.example/ring-adapter/adapter.json")));
        assertEquals("org.example:ring-adapter:1.2.0", manifest.coordinates().toString());
        assertEquals(
                new AdapterManifest.Base("base.pth", Sha256.of("tensors"), 7, "base.pth", OptionalInt.empty()),
                manifest.base());
        assertEquals(
                new AdapterManifest.Delta(
                        Sha256.of(project.layout().adapter(4)),
                        4,
                        8,
                        Optional.of(new Blocks(1, 3)),
                        List.of("q", "v"),
                        0,
                        192),
                manifest.adapter());
        assertEquals(0.84, manifest.metrics().validation().dice(), 1e-9);
        assertEquals(0.74, manifest.metrics().test().mean().dice(), 1e-9);
        assertEquals(0.5, manifest.metrics().baseline().mean().dice(), 1e-9);
        String image = Sha256.of(folder.resolve("data/test/images/ring.png"));
        assertEquals(
                Map.of(image, manifest.metrics().test().mean()),
                manifest.metrics().test().images());
        assertEquals(1, manifest.splits().get("train").images());
        assertEquals(
                new AdapterManifest.TrainingSummary(
                        31,
                        26,
                        1,
                        5e-3,
                        5,
                        20,
                        OptionalInt.empty(),
                        0,
                        "frozen",
                        "constant",
                        0,
                        java.util.OptionalDouble.empty(),
                        "adam",
                        0.0,
                        1,
                        OptionalDouble.empty(),
                        "best",
                        "float32",
                        List.of(),
                        "predecessor",
                        "dice-ce",
                        0.0,
                        1.0,
                        List.of("box:1"),
                        OptionalInt.empty(),
                        Optional.empty()),
                manifest.training());
        assertEquals("0.36.0", manifest.versions().get("djl"));
        assertTrue(manifest.versions().containsKey("syr"));
        assertFalse(manifest.toJson().contains(folder.toString()), "no path of this machine");
    }

    @Test
    void givesTheSameBytesAgain() throws Exception {
        packager.run(project.job(0), project.classes());
        Map<String, String> first = digests();
        assertEquals(5, first.size());
        packager.run(project.job(0), project.classes());
        assertEquals(first, digests());
    }

    private Map<String, String> digests() throws IOException {
        return files().stream()
                .collect(Collectors.toMap(
                        file -> file, file -> Sha256.of(project.classes().resolve(file))));
    }

    /** What hubs read of a model, and nothing of this machine. */
    @Test
    void writesAModelCard() throws Exception {
        packager.run(project.job(0), project.classes());
        String card = Files.readString(project.classes().resolve("META-INF/syr/org.example/ring-adapter/README.md"));
        Dataset dataset = Dataset.read(project.layout().dataset());
        String test = dataset.splits().get("test").sha256();
        assertEquals("""
                ---
                library_name: syr
                pipeline_tag: mask-generation
                base_model: "base.pth"
                base_model_relation: adapter
                tags:
                - segment-anything
                - lora
                - image-segmentation
                - maven
                model-index:
                - name: "org.example:ring-adapter"
                  results:
                  - task:
                      type: mask-generation
                    dataset:
                      name: "test images"
                      type: "org.example:ring-adapter"
                      split: test
                      revision: "%s"
                    metrics:
                    - type: dice
                      name: "Dice"
                      value: 0.7400
                    - type: iou
                      name: "IoU"
                      value: 0.3700
                    - type: boundary_iou
                      name: "boundary IoU"
                      value: 0.2467
                    - type: dice_ce
                      name: "DiceCE (lower is better)"
                      value: 0.2600
                ---

                # ring-adapter 1.2.0
                """.formatted(test), card.substring(0, card.indexOf("1.2.0\n") + 6));
        for (String line : List.of(
                "| SHA-256 | `" + Sha256.of("tensors") + "` |",
                "| SHA-256 of `adapter.safetensors` | `"
                        + Sha256.of(project.layout().adapter(4)) + "` |",
                "| test | 1 | `" + test + "` |",
                "| `epochs` | `31` |",
                "| `lossSize` | `none` |",
                "| Dice | 0.7400 | 0.5000 | 0.8400 |",
                "| hole error | – | – | – |",
                "- Measured on 1 test image; the worst has a Dice of 0.7400.",
                "- No test image has a hole: how holes are segmented is not measured.",
                "  <artifactId>ring-adapter</artifactId>",
                "try (Segmenter segmenter = Segmenter.fromClasspath(\"org.example:ring-adapter\")) {")) {
            assertTrue(card.lines().anyMatch(line::equals), line + " is not in\n" + card);
        }
        assertFalse(card.contains(folder.toString()), "no path of this machine");
    }

    @Test
    void modelCardHasTheLicenceAndTheDescriptionOfThePom() throws Exception {
        packager.run(project.job(0), project.classes());
        AdapterManifest manifest = AdapterManifest.read(
                ByteSource.of(project.classes().resolve("META-INF/syr/org.example/ring-adapter/adapter.json")));
        MavenProject pom = new MavenProject();
        pom.setDescription("Rings, | cut\nout.");
        pom.setLicenses(List.of(licence("The Apache License, Version 2.0", null)));
        String card = ModelCard.of(manifest, pom).markdown();
        assertTrue(card.contains("\nlicense: apache-2.0\n"), card);
        assertTrue(card.contains("\n\nRings, cut out.\n\n"), card);
        assertTrue(card.contains("\nLicence: The Apache License, Version 2.0.\n"), card);
        pom.setLicenses(List.of(licence("Our \"own\"", "https://example.org/licence")));
        card = ModelCard.of(manifest, pom).markdown();
        assertTrue(
                card.contains(
                        "\nlicense: other\nlicense_name: \"Our \\\"own\\\"\"\nlicense_link: \"https://example.org/licence\"\n"),
                card);
    }

    /** Valid by the schema of CycloneDX 1.6, and the same again. */
    @Test
    void givesABillOfMaterials() throws Exception {
        String json = packager.run(project.job(0), project.classes());
        assertEquals(List.of(), new JsonParser().validate(json, Version.VERSION_16));
        assertEquals(json, packager.run(project.job(0), project.classes()));
        assertFalse(json.contains(folder.toString()), "no path of this machine");
        assertFalse(json.contains("timestamp"), json);
        Bom bom = new JsonParser().parse(json.getBytes(StandardCharsets.UTF_8));
        Component adapter = bom.getMetadata().getComponent();
        assertEquals(Component.Type.MACHINE_LEARNING_MODEL, adapter.getType());
        assertEquals("pkg:maven/org.example/ring-adapter@1.2.0", adapter.getPurl());
        assertEquals(
                Sha256.of(project.layout().adapter(4)),
                adapter.getHashes().get(0).getValue());
        assertEquals(
                List.of("train", "validation", "test"),
                adapter.getModelCard().getModelParameters().getDatasets().stream()
                        .map(choice -> choice.getRef())
                        .toList());
        var dice = adapter.getModelCard()
                .getQuantitativeAnalysis()
                .getPerformanceMetrics()
                .get(0);
        assertEquals("Dice test 0.7400", dice.getType() + " " + dice.getSlice() + " " + dice.getValue());
        assertEquals(
                List.of("base.pth", "train images", "validation images", "test images"),
                bom.getComponents().stream().map(Component::getName).toList());
        assertEquals(
                Sha256.of("tensors"),
                bom.getComponents().get(0).getHashes().get(0).getValue());
        String test =
                Dataset.read(project.layout().dataset()).splits().get("test").sha256();
        assertTrue(bom.getComponents().get(3).getProperties().stream()
                .anyMatch(property -> property.getValue().equals(test)));
        MavenProject pom = new MavenProject();
        pom.setLicenses(List.of(licence("Our own", "https://example.org/licence")));
        AdapterManifest manifest = AdapterManifest.read(
                ByteSource.of(project.classes().resolve("META-INF/syr/org.example/ring-adapter/adapter.json")));
        String licensed = new MlBom(manifest, ModelCard.of(manifest, pom).licences()).json();
        assertEquals(List.of(), new JsonParser().validate(licensed, Version.VERSION_16));
        assertTrue(licensed.contains("https://example.org/licence"), licensed);
    }

    @Test
    void whatSyrsParentSaysIsNotSaidOfTheAdapter() throws Exception {
        MavenProject parent = new MavenProject();
        parent.setGroupId("io.github.syr");
        parent.setArtifactId("syr-adapter-parent");
        Job job = project.job(0);
        MavenProject pom = job.build().project();
        pom.setOriginalModel(new Model());
        pom.setParent(parent);
        // as inherited
        pom.setDescription("The parent of a module");
        pom.setLicenses(List.of(licence("Apache-2.0", null)));
        packager.run(job, project.classes());
        Path card = project.classes().resolve("META-INF/syr/org.example/ring-adapter/README.md");
        String inherited = Files.readString(card);
        assertFalse(inherited.contains("The parent of a module") || inherited.contains("Licence: "), inherited);
        // as its own
        pom.getOriginalModel().setDescription("Rings.");
        pom.getOriginalModel().setLicenses(List.of(licence("Apache-2.0", null)));
        packager.run(job, project.classes());
        assertTrue(Files.readString(card).contains("\nLicence: Apache-2.0.\n"), Files.readString(card));
    }

    private static License licence(String name, String url) {
        License licence = new License();
        licence.setName(name);
        licence.setUrl(url);
        return licence;
    }

    @Test
    void removesWhatFormerBuildsLeft() throws Exception {
        Path former = project.classes().resolve("META-INF/syr/org.example/ring-adapter/history.jsonl");
        Path renamed = project.classes().resolve("META-INF/syr/org.example/old-name/adapter.safetensors");
        Path foreign = project.classes().resolve("META-INF/syr/checkpoint/some.pth");
        for (Path file : List.of(former, renamed, foreign)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        Files.writeString(
                project.classes().resolve("META-INF/syr/adapter.index"),
                "org.example:old-name\norg.example:ring-adapter\n");
        packager.run(project.job(0), project.classes());
        assertFalse(Files.exists(former));
        assertFalse(Files.exists(renamed));
        assertTrue(Files.exists(foreign), "what isn't an adapter's is left alone");
        assertEquals(
                "org.example:ring-adapter\n",
                Files.readString(project.classes().resolve("META-INF/syr/adapter.index")));
    }

    @Test
    void refusesToPackWithoutTheSelfTestOfTheAdapter() throws Exception {
        SelfTestFile.of(
                        Sha256.of(project.layout().adapter(2)),
                        new float[16],
                        new BinaryMask(192, 144),
                        SelfTestPicture.drawn())
                .write(project.layout().selfTest());
        refuses(project.job(0), "selftest.safetensors: is of another adapter than the one that was chosen.");
        Files.delete(project.layout().selfTest());
        refuses(project.job(0), "selftest.safetensors: is missing: an evaluation of an earlier SYR has none.");
        assertFalse(Files.exists(project.classes()), "nothing was packed");
    }

    @Test
    void refusesAnEvaluationOfOtherParametersDataOrAdapters() throws Exception {
        refuses(project.job(1), "the parameters of the training have changed");
        Files.writeString(project.layout().adapter(2), "another");
        refuses(project.job(0), "rank-2's adapter is another");
        Files.copy(
                project.mask("train").resolveSibling("../images/ring.png"),
                project.mask("test"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        refuses(project.job(0), "test/masks/ring.png");
        Files.delete(project.layout().evaluation());
        refuses(project.job(0), "there is no evaluation");
        assertFalse(Files.exists(project.classes()), "nothing was packed");
    }

    private void refuses(io.github.syr.maven.worker.Job job, String why) {
        var e = assertThrows(SyrException.class, () -> packager.run(job, project.classes()));
        assertTrue(e.getMessage().contains(why) && e.getMessage().contains("mvn syr:evaluate"), e.getMessage());
    }
}
