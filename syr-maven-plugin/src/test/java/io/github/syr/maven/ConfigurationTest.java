package io.github.syr.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.Blocks;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.checkpoint.Precision;
import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.io.SyrCache;
import io.github.syr.maven.checkpoint.Bundling;
import io.github.syr.maven.checkpoint.CheckpointRequest;
import io.github.syr.maven.checkpoint.CheckpointSpec;
import io.github.syr.maven.export.AdapterLayout;
import io.github.syr.maven.export.CheckpointLayout;
import io.github.syr.maven.parameter.Augmentations;
import io.github.syr.maven.parameter.BlockRange;
import io.github.syr.maven.parameter.SplitGroupPattern;
import io.github.syr.maven.release.WhenUnavailable;
import io.github.syr.maven.runs.RunSharing;
import io.github.syr.maven.worker.Job;
import io.github.syr.message.Evaluating;
import io.github.syr.message.Request;
import io.github.syr.message.RunCaching;
import io.github.syr.message.Tuning;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

/** What a POM's parameters come to in the worker's request. */
@MojoTest
class ConfigurationTest {

    private static final String PROJECTS = "src/test/resources/projects/";

    @Test
    @Basedir(PROJECTS + "bare")
    @InjectMojo(goal = "train")
    void hasDefaultsForAllButTheDataSet(TrainMojo mojo) {
        Job job = mojo.job();
        Path base = Path.of(MojoExtension.getBasedir());
        assertEquals(
                new Request(
                        Request.SCHEMA,
                        Request.Task.TRAIN,
                        base.resolve("target/syr").toString(),
                        Optional.empty(),
                        new Request.DataSource(
                                base.resolve("data").toString(),
                                Request.Format.AUTO,
                                List.of(),
                                Optional.empty(),
                                Request.MaskRules.DEFAULT),
                        new Request.Training(
                                List.of(4, 8, 16),
                                OptionalDouble.empty(),
                                Optional.empty(),
                                OptionalInt.empty(),
                                1,
                                OptionalDouble.empty(),
                                0,
                                20,
                                OptionalInt.empty(),
                                0,
                                Tuning.of(Tuning.Recipe.STANDARD),
                                OptionalInt.empty()),
                        new Request.Execution(
                                "auto",
                                0,
                                Optional.of(new RunCaching(
                                        SyrCache.root().resolve("runs").toString(),
                                        10_737_418_240L,
                                        RunCaching.Policy.AUTO)))),
                job.request(Request.Task.TRAIN, Optional.empty()));
        assertEquals(new CheckpointSpec.Tiny(), job.checkpoint().spec());
        assertEquals("auto", job.natives());
        assertEquals(Optional.empty(), job.libtorch());
        assertEquals(List.of(), job.jvmArguments());
        assertEquals(Map.of(), job.environment());
        assertEquals(SyrCache.root(), job.cache());
    }

    @Test
    @Basedir(PROJECTS + "full")
    @InjectMojo(goal = "evaluate")
    void passesEveryParameterOn(EvaluateMojo mojo) {
        Job job = mojo.job();
        Path base = Path.of(MojoExtension.getBasedir());
        assertEquals(
                new Request(
                        Request.SCHEMA,
                        Request.Task.EVALUATE,
                        base.resolve("elsewhere").toString(),
                        Optional.empty(),
                        new Request.DataSource(
                                base.resolveSibling("bare")
                                        .resolve("data/annotations.json")
                                        .toString(),
                                Request.Format.COCO,
                                List.of("ring", "wedding band"),
                                Optional.of("^(design\\d+)_"),
                                new Request.MaskRules(
                                        Request.PolygonHoles.EVEN_ODD,
                                        Request.Crowd.EXCLUDE,
                                        200,
                                        List.of(1, 7),
                                        Request.MaskObjects.VALUES),
                                true),
                        new Request.Training(
                                List.of(16, 4),
                                OptionalDouble.of(32),
                                Optional.of(new Blocks(2, 5)),
                                OptionalInt.of(7),
                                3,
                                OptionalDouble.of(1e-3),
                                0,
                                5,
                                OptionalInt.of(512),
                                9_007_199_254_740_993L,
                                new Tuning(
                                        Tuning.Recipe.PREDECESSOR,
                                        List.of(
                                                new Tuning.Target(LoraTarget.Kind.Q, OptionalInt.empty()),
                                                new Tuning.Target(LoraTarget.Kind.MLP, OptionalInt.of(3))),
                                        Tuning.DecoderTraining.FULL,
                                        OptionalInt.empty(),
                                        OptionalDouble.of(5e-4),
                                        new Tuning.Optimization(
                                                Tuning.Optimizer.ADAMW,
                                                0.1,
                                                Tuning.Schedule.COSINE,
                                                20,
                                                OptionalDouble.of(2),
                                                4,
                                                OptionalDouble.of(0.99),
                                                Tuning.EpochChoice.LAST,
                                                Precision.BFLOAT16),
                                        new Tuning.Loss(Tuning.LossKind.FOCAL_DICE, 0.5, 5),
                                        List.of(
                                                new Tuning.PromptShare(Tuning.PromptKind.BOX, 3),
                                                new Tuning.PromptShare(Tuning.PromptKind.CLICK, 1)),
                                        List.of(Tuning.Augmentation.FLIP, Tuning.Augmentation.JPEG)),
                                OptionalInt.of(4)),
                        new Request.Execution(
                                "gpu:1",
                                3,
                                Optional.of(new RunCaching(
                                        "/var/cache/syr-runs", 536_870_912, RunCaching.Policy.NEVER, true, true))),
                        Optional.empty(),
                        new Evaluating(
                                Optional.of(true),
                                true,
                                Optional.of(new Evaluating.Image(
                                        base.resolve("pom.xml").toString(), Sha256.of(base.resolve("pom.xml")))))),
                job.request(Request.Task.EVALUATE, Optional.empty()));
        String url = "https://user:secret@models.example.com/sam/vit.pth?signature=1";
        assertEquals(
                new CheckpointRequest(
                        url,
                        new CheckpointSpec.Url(URI.create(url)),
                        Optional.of("ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912"),
                        OptionalInt.of(4),
                        Optional.of("models"),
                        Optional.of(URI.create("https://mirror.example.com/sam/"))),
                job.checkpoint());
        assertEquals("none", job.natives());
        assertTrue(job.libtorch().orElseThrow().endsWith("projects/full/torch"));
        assertEquals(List.of("-Xmx6g", "-Da=b c"), job.jvmArguments());
        assertEquals(Map.of("CUDA_VISIBLE_DEVICES", "1"), job.environment());
        assertEquals(Path.of("/var/cache/syr").toAbsolutePath(), job.cache());
        assertEquals(Optional.of(Bundling.JAR), job.bundling());
        assertEquals(Optional.of(new RunSharing("runs", "https://repo.example.com/runs", true)), job.sharing());
    }

    /** One configuration at plugin level serves all goals. */
    @Test
    @Basedir(PROJECTS + "full")
    void isTheSameForEveryGoal(
            @InjectMojo(goal = "masks") MasksMojo masks,
            @InjectMojo(goal = "train") TrainMojo train,
            @InjectMojo(goal = "evaluate") EvaluateMojo evaluate,
            @InjectMojo(goal = "package") PackageMojo pack,
            @InjectMojo(goal = "check") CheckMojo check,
            @InjectMojo(goal = "export") ExportMojo export,
            @InjectMojo(goal = "merge") MergeMojo merge,
            @InjectMojo(goal = "import") ImportMojo importing,
            @InjectMojo(goal = "selftest") SelfTestMojo selfTest,
            @InjectMojo(goal = "download") DownloadMojo download) {
        for (AbstractJobMojo mojo : List.of(masks, train, evaluate, pack, check, export, merge, selfTest)) {
            Job job = mojo.job();
            assertEquals(
                    train.job().request(Request.Task.TRAIN, Optional.empty()),
                    job.request(Request.Task.TRAIN, Optional.empty()));
            assertEquals(train.job().checkpoint(), job.checkpoint());
        }
        assertEquals(train.checkpointRequest(), download.checkpointRequest());
        assertEquals("none", download.natives);
        assertEquals("0.8", check.minDice);
        assertEquals("0.7", check.minImageDice);
        assertEquals("0.2", check.minGain);
        assertEquals("0.6", check.minBoundaryIou);
        assertEquals("0.1", check.maxHoleError);
        assertEquals("0.01", check.maxDrop);
        assertEquals("0.05", check.maxImageDrop);
        assertEquals("0.03", check.maxHoleErrorRise);
        assertEquals("1.1", check.lastRelease);
        assertEquals(WhenUnavailable.USE_CACHED, check.lastReleaseUnavailable.value());
        assertEquals(Path.of(MojoExtension.getBasedir(), "lora.safetensors"), importing.importFrom.toPath());
        assertEquals(OptionalInt.of(4), export.rank());
        assertEquals(AdapterLayout.PREDECESSOR, export.exportLayout.value());
        assertEquals(CheckpointLayout.HUGGING_FACE, merge.mergeLayout.value());
        assertEquals(Path.of(MojoExtension.getBasedir(), "target/classes"), pack.classesDirectory.toPath());
        assertEquals(pack.classesDirectory, selfTest.classesDirectory);
    }

    @Test
    @Basedir(PROJECTS + "bare")
    void refusesInvalidParameters(@InjectMojo(goal = "train") TrainMojo mojo) {
        refuses(
                mojo,
                m -> m.format.set("cocoo"),
                "format \"cocoo\" is unknown. Did you mean \"coco\"? It must be one of auto, syr, labelme, coco, via, folders, cutouts.");
        mojo.format.set("auto");
        refuses(
                mojo,
                m -> m.polygonHoles.set("evenodd"),
                "polygonHoles \"evenodd\" is unknown. Did you mean \"evenOdd\"? It must be one of union, evenOdd.");
        mojo.polygonHoles.set("union");
        refuses(mojo, m -> m.device = "cuda", "device \"cuda\" is unknown. Devices are auto, cpu, gpu, gpu:1.");
        mojo.device = "auto";
        refuses(mojo, m -> m.maskThreshold = 0, "maskThreshold is 0. It must be a grey level from 1 to 255.");
        mojo.maskThreshold = 128;
        refuses(
                mojo,
                m -> (m.splitGroup = new SplitGroupPattern()).set("(a"),
                "splitGroup \"(a\" is not a regular expression: Unclosed group at character 3.");
        mojo.splitGroup = new SplitGroupPattern();
        refuses(
                mojo,
                m -> m.ranks.set("4;8"),
                "ranks is \"4;8\", and \"4;8\" is not a whole number. Write them as <ranks>4,8,16</ranks>.");
        refuses(mojo, m -> m.ranks.set("0,4"), "rank 0 is invalid. A rank must be at least 1");
        refuses(mojo, m -> m.ranks.set("-1"), "rank -1 is invalid.");
        refuses(mojo, m -> m.ranks.set("4,4"), "rank 4 appears twice. Name each rank once.");
        mojo.ranks.set("4");
        refuses(mojo, m -> (m.blocks = new BlockRange()).set("5-2"), "blocks 5-2 is not a range.");
        refuses(
                mojo,
                m -> (m.blocks = new BlockRange()).set("all"),
                "blocks is \"all\". Name the first and the last block");
        (mojo.blocks = new BlockRange()).set("3");
        assertEquals(Optional.of(new Blocks(3, 3)), mojo.job().training().blocks());
        refuses(
                mojo,
                m -> m.epochs = -1,
                "epochs is -1. It must be at least 1, or 0 to take an initial adapter as it is.");
        refuses(mojo, m -> m.epochs = 0, "epochs is 0, and there is no initial adapter. Name one by <initialAdapter>");
        mojo.epochs = null;
        refuses(mojo, m -> m.learningRate = -1d, "learningRate is -1.0.");
        mojo.learningRate = null;
        refuses(
                mojo,
                m -> m.recipe.set("standart"),
                "recipe \"standart\" is unknown. Did you mean \"standard\"? It must be one of standard, predecessor.");
        refuses(mojo, m -> m.recipe.set("sgd"), "recipe \"sgd\" is unknown. It must be one of standard, predecessor.");
        mojo.recipe.set("predecessor");
        assertEquals(Tuning.PREDECESSOR, mojo.job().training().tuning());
        assertEquals(10, mojo.job().training().patience());
        mojo.recipe.set("standard");
        assertEquals(0, mojo.job().training().patience());
        assertEquals(
                Tuning.EpochChoice.LAST,
                mojo.job().training().tuning().optimization().epochChoice());
        mojo.patience = 3;
        assertEquals(
                Tuning.EpochChoice.BEST,
                mojo.job().training().tuning().optimization().epochChoice());
        mojo.patience = null;
        refuses(
                mojo,
                m -> m.targets.set("q,projection"),
                "targets \"projection\" is unknown. It must be one of q, k, v, proj, mlp.");
        refuses(mojo, m -> m.targets.set("q,q"), "targets names q twice.");
        refuses(mojo, m -> m.targets.set("mlp:x"), "targets has \"mlp:x\", and \"x\" is not a whole number.");
        refuses(mojo, m -> m.targets.set("mlp:0"), "the rank of the target mlp is 0. A rank must be at least 1.");
        refuses(mojo, m -> m.targets.set("q,decoder"), "targets \"decoder\" is unknown.");
        mojo.targets.set("q,v");
        refuses(mojo, m -> m.boundaryWeight = -1d, "boundaryWeight is -1.0. It must be a number from 0");
        mojo.boundaryWeight = null;
        refuses(mojo, m -> m.holeWeight = 0d, "holeWeight is 0.0. It must be a number above 0");
        mojo.holeWeight = null;
        refuses(
                mojo,
                m -> m.prompts.set("boxes"),
                "prompts \"boxes\" is unknown. Did you mean \"box\"? It must be one of box, click, clicks, correction.");
        refuses(mojo, m -> m.prompts.set("box:0"), "the weight of the prompt box is 0. It must be 1 to 1000");
        refuses(mojo, m -> m.prompts.set("box,box"), "prompts names box twice.");
        mojo.prompts.set("box");
        refuses(mojo, m -> m.decoderRank = 4, "decoderRank is given, and the decoder has no LoRA.");
        mojo.decoderRank = null;
        refuses(
                mojo,
                m -> (m.augmentation = new Augmentations()).set("flip, rotate"),
                "augmentation \"rotate\" is unknown. Did you mean \"rotation\"? It must be one of flip,");
        refuses(
                mojo,
                m -> (m.augmentation = new Augmentations()).set("flip,flip"),
                "augmentation names flip twice. Name each kind once.");
        mojo.augmentation.set("none");
        assertEquals(List.of(), mojo.job().training().tuning().augmentation());
        mojo.augmentation.set("all");
        assertEquals(10, mojo.job().training().tuning().augmentation().size());
        refuses(
                mojo,
                m -> m.weightDecay = 0.1,
                "weightDecay is given, and the optimizer is adam. Set <optimizer>adamw</optimizer>");
        mojo.optimizer.set("adamw");
        refuses(mojo, m -> m.weightDecay = -0.1, "weightDecay is -0.1. It must be a number from 0 to 1");
        mojo.weightDecay = null;
        assertEquals(0.01, mojo.job().training().tuning().optimization().weightDecay());
        refuses(mojo, m -> m.accumulation = 0, "accumulation is 0. It must be at least 1.");
        mojo.accumulation = null;
        refuses(mojo, m -> m.emaDecay = 1d, "emaDecay is 1.0. It must be above 0 and under 1");
        mojo.emaDecay = null;
        refuses(
                mojo,
                m -> m.checkpoint = "vitb",
                "checkpoint \"vitb\" is not tiny, vit_b, vit_l or vit_h, not a URL and not Maven coordinates,");
        refuses(
                mojo,
                m -> m.checkpoint = "https://example.com/a.pth",
                "checkpoint is a URL, but checkpointSha256 is missing");
        mojo.checkpoint = "tiny";
        refuses(
                mojo,
                m -> m.checkpointSha256 = "abc",
                "checkpointSha256 is \"abc\". A SHA-256 has 64 hexadecimal digits");
        mojo.checkpointSha256 = null;
        Map.of(
                        "mirror", "is not a URL",
                        "ftp://example.com/", "is neither http nor https",
                        "https://a b/", "is not a URL")
                .forEach((root, fault) -> refuses(
                        mojo,
                        m -> m.downloadRoot = root,
                        "downloadRoot \"" + root + "\" " + fault
                                + ". Write it as https://host/path/ or file:///folder/."));
        mojo.downloadRoot = null;
        refuses(mojo, m -> m.jvmArguments = "-Da='b", "jvmArguments has a quote (') that isn't closed");
    }

    private static void refuses(TrainMojo mojo, Consumer<TrainMojo> change, String message) {
        change.accept(mojo);
        var e = assertThrows(SyrException.class, mojo::job);
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }
}
