package io.github.syr.maven.pack;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.adapter.Scores;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.freshness.Freshness;
import io.github.syr.gate.Rounding;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.json.RecordJson;
import io.github.syr.maven.checkpoint.Bundling;
import io.github.syr.maven.checkpoint.CheckpointDependency;
import io.github.syr.maven.checkpoint.ResolvedCheckpoint;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.Requests;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Request;
import io.github.syr.message.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.project.MavenProject;

/** Packs the best adapter, by validation, into the module's class folder. It never trains. */
@Named
@Singleton
public class AdapterPackager {

    private final Requests requests;

    @Inject
    public AdapterPackager(Requests requests) {
        this.requests = requests;
    }

    /**
     * Packs it.
     *
     * @param classes as {@code target/classes}
     * @return the bill of materials of what was packed, CycloneDX 1.6, JSON
     * @throws SyrException if the evaluation is not today's, or the base checkpoint would not reach applications
     */
    public String run(Job job, Path classes) throws InterruptedException {
        Requests.Resolved resolved = requests.resolve(job, Request.Task.EVALUATE);
        ResolvedCheckpoint base = resolved.base();
        Evaluation evaluation = new Freshness(resolved.request()).requireEvaluation();
        MavenProject project = job.build().project();
        Bundling bundling = Bundling.of(job.bundling(), base);
        if (bundling == Bundling.DEPENDENCY) {
            CheckpointDependency.require(
                    base.artifact().orElseThrow(),
                    project.getArtifacts(),
                    project.getGroupId() + ":" + project.getArtifactId());
        }
        AdapterManifest manifest = write(job, resolved, evaluation, classes, project);
        warnOfLoss("validation", evaluation, Evaluation.Model::validation, job);
        warnOfLoss("test", evaluation, Evaluation.Model::test, job);
        job.build().log().info(summary(manifest, evaluation));
        switch (bundling) {
            case DEPENDENCY -> {
                // it comes along
            }
            case JAR -> job.build().log().info(inJar(base.checkpoint(), classes));
            case NONE -> job.build().log().info(wayToApplications(manifest.base()));
        }
        return new MlBom(manifest, ModelCard.of(manifest, project).licences()).json();
    }

    /** Puts the base checkpoint where applications look for it on their class path; the sentence for the user. */
    private static String inJar(Request.Checkpoint base, Path classes) {
        Path from = Path.of(base.path());
        String ending = from.getFileName().toString().endsWith(".safetensors") ? ".safetensors" : ".pth";
        Path to = classes.resolve(CheckpointStore.RESOURCES).resolve(base.sha256() + ending);
        if (!Files.isRegularFile(to) || !Sha256.of(to).equals(base.sha256())) {
            AtomicFile.write(to, out -> Files.copy(from, out));
        }
        return "The base checkpoint " + base.name() + " is packed beside it: applications need no other file.";
    }

    /** A base that is no Maven artifact comes to nobody by a dependency. */
    private static String wayToApplications(AdapterManifest.Base base) {
        return String.format(
                Locale.ROOT,
                "An application needs the base checkpoint %s (%,d bytes) beside the adapter: in its cache"
                        + " (mvn syr:download puts it there), or as the file that -Dsyr.checkpoint=FILE names. Maven"
                        + " coordinates as <checkpoint> make it a dependency; <bundleCheckpoint>jar</bundleCheckpoint> packs it"
                        + " into the jar.",
                base.name(),
                base.bytes());
    }

    private static AdapterManifest write(
            Job job, Requests.Resolved resolved, Evaluation evaluation, Path classes, MavenProject project) {
        Request.Checkpoint base = resolved.base().checkpoint();
        int rank = evaluation.chosenModel().rank().orElseThrow();
        Path file = job.layout().adapter(rank);
        Adapter adapter = AdapterFile.read(file);
        AdapterManifest.Coordinates coordinates =
                new AdapterManifest.Coordinates(project.getGroupId(), project.getArtifactId(), project.getVersion());
        try {
            byte[] bytes = Files.readAllBytes(file);
            AdapterManifest manifest = new ManifestFactory(
                            resolved.request(),
                            RecordJson.read(job.layout().run(rank), Run.class, Run.SCHEMA),
                            Dataset.read(job.layout().dataset()),
                            evaluation)
                    .manifest(coordinates, base, Files.size(Path.of(base.path())), adapter);
            manifest.requireAdapter(ByteSource.of(bytes, file));
            Map<String, byte[]> beside = Map.of(
                    AdapterManifest.ADAPTER_FILE,
                    bytes,
                    SelfTestFile.FILE,
                    selfTest(job, manifest),
                    ModelCard.FILE,
                    ModelCard.of(manifest, project).markdown().getBytes(StandardCharsets.UTF_8));
            new AdapterResources(classes).write(manifest, beside);
            return manifest;
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e + ".", "Run mvn syr:evaluate to make it again.", e);
        }
    }

    /** What the adapter makes of SYR's picture, as the evaluation found it. */
    private static byte[] selfTest(Job job, AdapterManifest manifest) {
        Path file = job.layout().selfTest();
        String remedy = "Run mvn syr:evaluate, which makes it in the time of one image.";
        if (!Files.isRegularFile(file)) {
            throw SyrException.badData(file, "is missing: an evaluation of an earlier SYR has none.", remedy);
        }
        ByteSource source = ByteSource.of(file);
        if (!SelfTestFile.read(source).isOf(manifest.adapter().sha256())) {
            throw SyrException.badData(file, "is of another adapter than the one that was chosen.", remedy);
        }
        return source.readAll();
    }

    private static void warnOfLoss(
            String split, Evaluation evaluation, Function<Evaluation.Model, Scores> scores, Job job) {
        double adapted = scores.apply(evaluation.chosenModel()).dice();
        double baseline = scores.apply(evaluation.baseline()).dice();
        if (adapted < baseline) {
            Rounding.Shown shown = Rounding.apart(adapted, baseline);
            job.build()
                    .log()
                    .warn("The adapter is worse than the unadapted model on the " + split + " images: Dice "
                            + shown.value() + ", baseline " + shown.limit()
                            + ". <minGain>0</minGain> makes that fail.");
        }
    }

    private static String summary(AdapterManifest manifest, Evaluation evaluation) {
        return String.format(
                Locale.ROOT,
                "Packed rank %d, the best by %s (%.4f), as %s: test Dice %.4f, baseline %.4f.",
                manifest.adapter().rank(),
                evaluation.chosen().by(),
                evaluation.chosen().value(),
                manifest.coordinates(),
                manifest.metrics().test().mean().dice(),
                manifest.metrics().baseline().mean().dice());
    }
}
