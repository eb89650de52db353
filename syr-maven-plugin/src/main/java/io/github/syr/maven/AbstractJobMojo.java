package io.github.syr.maven;

import io.github.syr.annotation.GitLfsPointer;
import io.github.syr.error.SyrException;
import io.github.syr.maven.configuration.BoundGoals;
import io.github.syr.maven.parameter.BundleChoice;
import io.github.syr.maven.parameter.CrowdChoice;
import io.github.syr.maven.parameter.FormatChoice;
import io.github.syr.maven.parameter.MaskObjectsChoice;
import io.github.syr.maven.parameter.MaskValues;
import io.github.syr.maven.parameter.PolygonHolesChoice;
import io.github.syr.maven.parameter.SplitGroupPattern;
import io.github.syr.maven.parameter.TrainChoice;
import io.github.syr.maven.runs.RunSharing;
import io.github.syr.maven.worker.Job;
import io.github.syr.message.Evaluating;
import io.github.syr.message.Request;
import io.github.syr.message.RunCaching;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Parameters of data set and machine, beside those of the training. All goals but {@code download} have all of them:
 * the configuration stands once, at plugin level, and a rank of 0 is refused by the first goal, not after an hour.
 */
abstract class AbstractJobMojo extends AbstractTrainingMojo {

    /**
     * How the data set is annotated: {@code auto} looks, {@code syr} ({@code annotations.json} with mask paths and
     * boxes by split), {@code labelme}, {@code coco}, {@code via}, {@code folders} ({@code images} and {@code masks},
     * paired by name) or {@code cutouts}. Type: text. Example: {@code <format>coco</format>}.
     */
    @Parameter(property = "syr.format", defaultValue = "auto")
    FormatChoice format;

    /**
     * The categories to take; all by default. An unknown one is an error. Type: list; separated by commas. Example:
     * {@code <labels>ring,band</labels>}.
     */
    @Parameter(property = "syr.labels")
    List<String> labels;

    /**
     * A regular expression on the file name or, where that has no match, on the path relative to the data set: images
     * whose matches (the first group, else the whole) are equal stay in one split, as the shots of one design should.
     * Type: text. Example: {@code <splitGroup>^(design\d+)_</splitGroup>}.
     */
    @Parameter(property = "syr.splitGroup")
    SplitGroupPattern splitGroup = new SplitGroupPattern();

    /**
     * What several polygons of one COCO annotation mean: {@code union} unites them, as pycocotools does; with
     * {@code evenOdd} a polygon in a polygon is a hole. Type: text. Example:
     * {@code <polygonHoles>evenOdd</polygonHoles>}.
     */
    @Parameter(property = "syr.polygonHoles", defaultValue = "union")
    PolygonHolesChoice polygonHoles;

    /**
     * Whether COCO's annotations with {@code iscrowd} 1 are objects ({@code include}: annotation tools mark brush masks
     * so) or are left out ({@code exclude}: COCO's own files mark crowds so). Type: text. Example:
     * {@code <crowd>exclude</crowd>}.
     */
    @Parameter(property = "syr.crowd", defaultValue = "include")
    CrowdChoice crowd;

    /**
     * The grey level (1 to 255) from which a mask file's pixel belongs. Type: whole number; grey level, 1 to 255.
     * Example: {@code <maskThreshold>200</maskThreshold>}.
     */
    @Parameter(property = "syr.maskThreshold", defaultValue = "128")
    int maskThreshold;

    /**
     * The values of a mask file's pixels that belong (palette indices or grey levels, 0 to 65535); by default those of
     * the threshold, or all palette indices above 0. Type: whole numbers; 0 to 65535, separated by commas. Example:
     * {@code <maskValues>1,7</maskValues>}.
     */
    @Parameter(property = "syr.maskValues")
    MaskValues maskValues = new MaskValues();

    /**
     * How many objects a mask file has: {@code one}, or with {@code values} one for each value above 0 of its pixels.
     * Type: text. Example: {@code <maskObjects>values</maskObjects>}.
     */
    @Parameter(property = "syr.maskObjects", defaultValue = "one")
    MaskObjectsChoice maskObjects;

    /**
     * Whether links in the data set's folder may lead out of it. By default such a link is an error: who made the data
     * set could have any file of this machine read. Type: true or false. Example:
     * {@code <allowOutside>true</allowOutside>}.
     */
    @Parameter(property = "syr.allowOutside", defaultValue = "false")
    boolean allowOutside;

    /**
     * Where PyTorch runs: {@code auto} (a GPU that can be used, else the CPU), {@code cpu}, {@code gpu}, {@code gpu:1}.
     * Type: text; auto, cpu, gpu, gpu:N. Example: {@code -Dsyr.device=gpu}.
     */
    @Parameter(property = "syr.device", defaultValue = "auto")
    String device;

    /**
     * PyTorch's threads; 0 takes the physical cores. Type: whole number; threads, at least 0. Example:
     * {@code <threads>8</threads>}.
     */
    @Parameter(property = "syr.threads", defaultValue = "0")
    int threads;

    /**
     * When a rank is trained that is not up to date in the output folder: {@code auto} where the run cache lacks it,
     * {@code never} (it is an error where the run cache lacks it), {@code always} (the run cache is written and not
     * read, also of evaluations). By default {@code never} where a run repository is named and the environment variable
     * CI is set, else {@code auto}. Type: text. Example: {@code -Dsyr.train=never}.
     */
    @Parameter(property = "syr.train")
    TrainChoice train = new TrainChoice();

    /**
     * A Maven repository that keeps trained ranks and evaluations for other machines, as one with a GPU trains and one
     * without releases the same bytes. What the run cache lacks is fetched from there. The id is that of the
     * {@code <server>} in {@code settings.xml}. Type: text; id::url. Example:
     * {@code <runRepository>runs::https://repo.example.com/runs</runRepository>}.
     */
    @Parameter(property = "syr.runRepository")
    String runRepository;

    /**
     * Whether what is trained and evaluated, or was, is put into the run repository, where that lacks it. Type: true or
     * false. Example: {@code -Dsyr.runUpload}.
     */
    @Parameter(property = "syr.runUpload", defaultValue = "false")
    boolean runUpload;

    /**
     * Whether {@code evaluate} makes an evaluation even where the output folder, the run cache or the run repository
     * has it, as a machine that trusts no other's figures does. Type: true or false. Example:
     * {@code -Dsyr.evaluateAgain}.
     */
    @Parameter(property = "syr.evaluateAgain", defaultValue = "false")
    boolean evaluateAgain;

    /**
     * Whether an evaluation measures how much prompts may be off: boxes that are too large, boxes with inexact sides,
     * one click, three clicks. By default it does where that takes seconds: with tiny, and on a GPU. Type: true or
     * false. Example: {@code <robustness>true</robustness>}.
     */
    @Parameter(property = "syr.robustness")
    Boolean robustness;

    /**
     * Whether an evaluation predicts the images of training and validation, too, for the report: a mask that a model
     * which has learned it still contradicts is often wrong. No score of them judges anything. Type: true or false.
     * Example: {@code -Dsyr.evaluateAllSplits}.
     */
    @Parameter(property = "syr.evaluateAllSplits", defaultValue = "false")
    boolean evaluateAllSplits;

    /**
     * The picture of the self-test, which is packaged with the adapter, so that it leaves the build; by default one
     * that SYR draws. It is made smaller, to 256 pixels on its longest side, and prompted by a box around all of it.
     * Type: file; path. Example: {@code <selfTestImage>src/main/selftest/ring.jpg</selfTestImage>}.
     */
    @Parameter(property = "syr.selfTestImage")
    File selfTestImage;

    /**
     * How the base checkpoint reaches the applications that use the packaged adapter: {@code dependency}, which the
     * module has to declare; {@code jar}, in the adapter's jar; or {@code none}, by the application's cache or a file
     * that it names. By default {@code dependency} for tiny and for Maven coordinates, else {@code none}. Type: text.
     * Example: {@code <bundleCheckpoint>jar</bundleCheckpoint>}.
     */
    @Parameter(property = "syr.bundleCheckpoint")
    BundleChoice bundleCheckpoint = new BundleChoice();

    /** @throws SyrException if a parameter is invalid, of goals to come too, or the data set isn't there */
    final Job job() {
        if (!dataset.exists()) {
            throw SyrException.badRequest(
                    "The data set " + dataset + " doesn't exist.",
                    "Correct <dataset>, or leave it out in a module that trains nothing.");
        }
        Optional<BoundGoals> bound = boundGoals();
        Optional<RunSharing> sharing = sharing();
        Job job = new Job(
                build(),
                new Request.DataSource(
                        dataset.toPath().toAbsolutePath().normalize().toString(),
                        format.value(),
                        labels == null ? List.of() : List.copyOf(labels),
                        splitGroup.optionalValue(),
                        new Request.MaskRules(
                                polygonHoles.value(),
                                crowd.value(),
                                maskThreshold,
                                maskValues.optionalValue().orElse(List.of()),
                                maskObjects.value()),
                        allowOutside),
                checkpointRequest(),
                training(),
                execution(sharing),
                Optional.ofNullable(initialAdapter),
                new Evaluating(Optional.ofNullable(robustness), evaluateAllSplits, selfTestImage()),
                wantedNatives(),
                libtorch(),
                jvmArgumentList(),
                environment(),
                bound.filter(goals -> goals.has("package")).isPresent(),
                bundleCheckpoint.optionalValue(),
                output(),
                cache(),
                sharing);
        if (job.training().epochs().orElse(1) == 0 && initialAdapter == null) {
            throw SyrException.badRequest(
                    "epochs is 0, and there is no initial adapter.",
                    "Name one by <initialAdapter>, which is taken as it is then, or train 1 epoch or more.");
        }
        bound.ifPresent(BoundGoals::requireGates);
        return job;
    }

    private Optional<RunSharing> sharing() {
        Optional<RunSharing> sharing = Optional.ofNullable(runRepository).map(text -> RunSharing.of(text, runUpload));
        if (sharing.isPresent() && cacheSize.value() == 0) {
            throw SyrException.badRequest(
                    "runRepository is set, and cacheSize is 0.",
                    "Leave <cacheSize> out: what is fetched goes into the run cache.");
        }
        if (sharing.isEmpty() && runUpload) {
            throw SyrException.badRequest(
                    "runUpload is set, and no run repository is named.", "Name one by <runRepository>.");
        }
        return sharing;
    }

    private Optional<Evaluating.Image> selfTestImage() {
        if (selfTestImage == null) {
            return Optional.empty();
        }
        Path file = selfTestImage.toPath().toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw SyrException.badRequest(
                    "selfTestImage is " + selfTestImage + ", and there is no such file.",
                    "Name an image, or leave it out: SYR draws a picture then.");
        }
        return Optional.of(new Evaluating.Image(file.toString(), GitLfsPointer.sha256Of(file)));
    }

    private Request.Execution execution(Optional<RunSharing> sharing) {
        RunCaching runs = new RunCaching(
                runCache().toString(),
                cacheSize.value(),
                train.optionalValue().orElseGet(() -> usualPolicy(sharing.isPresent())),
                sharing.isPresent(),
                evaluateAgain);
        return new Request.Execution(device, threads, Optional.of(runs));
    }

    /** A build server that has runs of others is not to train for hours, because some input has changed unnoticed. */
    private RunCaching.Policy usualPolicy(boolean shared) {
        return shared && build().isContinuousIntegration() ? RunCaching.Policy.NEVER : RunCaching.Policy.AUTO;
    }
}
