package io.github.syr.message;

import io.github.syr.adapter.Blocks;
import io.github.syr.error.SyrException;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a worker is to do: {@code request.json}, schema {@code syr/request/1}. Tasks ensure what they need:
 * {@code evaluate} trains what isn't trained, {@code train} makes the masks.
 *
 * @param schema {@value #SCHEMA}
 * @param task what to do
 * @param output the folder that everything is written into, as {@code target/syr}
 * @param checkpoint the base checkpoint; {@code masks} needs none
 * @param dataset the annotated images
 * @param training every parameter that defines the training
 * @param execution how to run it; changes no result (but for the device's and the threads' arithmetic)
 * @param initialAdapter where trainings start; fresh unless given
 * @param evaluation what an evaluation does beside judging models on the test images
 */
public record Request(
        String schema,
        Task task,
        String output,
        Optional<Checkpoint> checkpoint,
        DataSource dataset,
        Training training,
        Execution execution,
        Optional<InitialAdapter> initialAdapter,
        Evaluating evaluation) {

    public static final String SCHEMA = "syr/request/1";

    /** Of trainings that start fresh. */
    public Request(
            String schema,
            Task task,
            String output,
            Optional<Checkpoint> checkpoint,
            DataSource dataset,
            Training training,
            Execution execution) {
        this(schema, task, output, checkpoint, dataset, training, execution, Optional.empty(), Evaluating.DEFAULT);
    }

    /**
     * An adapter that trainings start from.
     *
     * @param name Maven coordinates, or a file's name
     * @param path of the file with its weights on this machine
     * @param sha256 of that file
     */
    public record InitialAdapter(String name, String path, String sha256) {}

    /** What a worker can do. */
    public enum Task {
        MASKS,
        TRAIN,
        EVALUATE
    }

    /**
     * The base checkpoint.
     *
     * @param name as configured: {@code tiny}, {@code vit_b}, a URL, a file name, Maven coordinates
     * @param path where it lies on this machine
     * @param sha256 of the file
     * @param source where it comes from, for {@code adapter.json}: never a path of this machine
     * @param decoderHeads the mask decoder's heads, where the user says them
     */
    public record Checkpoint(String name, String path, String sha256, String source, OptionalInt decoderHeads) {}

    /**
     * The annotated images.
     *
     * @param path the data set's folder, or its annotation file
     * @param format how it is annotated
     * @param labels the categories to take; empty takes all
     * @param splitGroup a regular expression on the file name or, where it matches no part of that, on the path
     *     relative to the data set; images whose matches (first group, else the whole match) are equal stay in one
     *     split
     * @param masks how masks are made
     * @param allowOutside whether links in the folder may lead out of it
     */
    public record DataSource(
            String path,
            Format format,
            List<String> labels,
            Optional<String> splitGroup,
            MaskRules masks,
            boolean allowOutside) {

        /** A data set of which links that lead out of it are refused. */
        public DataSource(
                String path, Format format, List<String> labels, Optional<String> splitGroup, MaskRules masks) {
            this(path, format, labels, splitGroup, masks, false);
        }
    }

    /**
     * How masks are made from annotations.
     *
     * @param polygonHoles what COCO's nested polygons mean
     * @param crowd whether COCO's annotations with {@code iscrowd} 1 are objects
     * @param threshold grey level from which a pixel of a mask file belongs, 1 to 255
     * @param values the values of a mask file's pixels that belong, 0 to 65535; where none is given, the threshold
     *     decides, or whether a palette's index is above 0
     * @param objects how many objects a mask file has
     */
    public record MaskRules(
            PolygonHoles polygonHoles, Crowd crowd, int threshold, List<Integer> values, MaskObjects objects) {

        /** The rules that apply unless the user says otherwise. */
        public static final MaskRules DEFAULT =
                new MaskRules(PolygonHoles.UNION, Crowd.INCLUDE, 128, List.of(), MaskObjects.ONE);

        /** @throws SyrException if the threshold or a value is out of its range */
        public MaskRules {
            for (int value : values) {
                require(
                        value >= 0 && value <= 65535,
                        "maskValues has " + value,
                        "Values are palette indices or grey levels, 0 to 65535.");
            }
            if (threshold < 1 || threshold > 255) {
                throw SyrException.badRequest(
                        "maskThreshold is " + threshold + ".", "It must be a grey level from 1 to 255.");
            }
        }
    }

    /** How a data set is annotated. */
    public enum Format {
        /** Found out by looking. */
        AUTO,
        /** The predecessor's {@code annotations.json} with mask paths and boxes by split. */
        SYR,
        LABELME,
        COCO,
        VIA,
        /** Folders {@code images} and {@code masks}, paired by name. */
        FOLDERS,
        /** Cut-outs: the mask is where the grey level is at least 10, or by alpha where there is one. */
        CUTOUTS
    }

    /** What several polygons of one COCO annotation mean. */
    public enum PolygonHoles {
        /** They are united, as in pycocotools. */
        UNION,
        /** A polygon in a polygon is a hole. */
        EVEN_ODD
    }

    /** How many objects a mask file has. */
    public enum MaskObjects {
        ONE,
        /** One for each value of its pixels. */
        VALUES
    }

    /** What COCO's {@code iscrowd} 1 means. */
    public enum Crowd {
        /** The object is masked by a brush, as CVAT, Datumaro and RectLabel mark it. */
        INCLUDE,
        /** The mask covers several objects that nobody told apart, as in COCO's own files; it is left out. */
        EXCLUDE
    }

    /**
     * What defines a training.
     *
     * @param ranks LoRA ranks, 1 to the encoder's width, each trained on its own
     * @param alpha LoRA's scale is alpha / rank; the rank itself unless given
     * @param blocks the encoder's blocks to adapt; all unless given
     * @param epochs the most epochs; by checkpoint unless given; 0 takes an initial adapter as it is
     * @param batchSize images per step
     * @param learningRate Adam's; by checkpoint unless given
     * @param patience epochs without a better validation Dice before a rank's training ends; 0 never ends early
     * @param jitter the most pixels of the original image by which each side of a box is moved outwards in training
     * @param lossSize the longest side at which the loss is taken; the original size unless given
     * @param seed of everything random
     * @param tuning what is trained beside LoRA, and how steps are taken
     * @param folds into how many parts the training and validation images are divided for cross-validation; none unless
     *     given
     */
    public record Training(
            List<Integer> ranks,
            OptionalDouble alpha,
            Optional<Blocks> blocks,
            OptionalInt epochs,
            int batchSize,
            OptionalDouble learningRate,
            int patience,
            int jitter,
            OptionalInt lossSize,
            long seed,
            Tuning tuning,
            OptionalInt folds) {

        /** As the predecessor trained. */
        public Training(
                List<Integer> ranks,
                OptionalDouble alpha,
                Optional<Blocks> blocks,
                OptionalInt epochs,
                int batchSize,
                OptionalDouble learningRate,
                int patience,
                int jitter,
                OptionalInt lossSize,
                long seed) {
            this(
                    ranks,
                    alpha,
                    blocks,
                    epochs,
                    batchSize,
                    learningRate,
                    patience,
                    jitter,
                    lossSize,
                    seed,
                    Tuning.PREDECESSOR,
                    OptionalInt.empty());
        }

        /** @throws SyrException if a number is out of its range */
        public Training {
            require(!ranks.isEmpty(), "no rank is configured", "Name at least one, as <ranks>4,8,16</ranks>.");
            Set<Integer> seen = new HashSet<>();
            for (int rank : ranks) {
                require(
                        rank >= 1,
                        "rank " + rank + " is invalid",
                        "A rank must be at least 1 and at most the encoder's width.");
                require(seen.add(rank), "rank " + rank + " appears twice", "Name each rank once.");
            }
            requirePositive("alpha", alpha);
            requirePositive("learningRate", learningRate);
            require(
                    epochs.orElse(1) >= 0,
                    "epochs is " + epochs.orElse(1),
                    "It must be at least 1, or 0 to take an initial adapter as it is.");
            require(
                    epochs.orElse(1) > 0 || folds.isEmpty(),
                    "epochs is 0, and folds is " + folds.orElse(0),
                    "Leave <folds> out: nothing is trained.");
            require(batchSize >= 1, "batchSize is " + batchSize, "It must be at least 1.");
            require(patience >= 0, "patience is " + patience, "It must be at least 0; 0 never ends a training early.");
            require(
                    patience == 0 || !tuning.optimization().keepsLast(),
                    "patience is " + patience + ", and epochChoice is last",
                    "Set <epochChoice>best</epochChoice>, or leave patience out: an early end comes after the best"
                            + " epoch.");
            require(jitter >= 0, "jitter is " + jitter, "It must be at least 0 pixels.");
            require(
                    folds.orElse(2) >= 2,
                    "folds is " + folds.orElse(2),
                    "It must be at least 2, or left out, where the validation split chooses.");
            require(lossSize.orElse(16) >= 16, "lossSize is " + lossSize.orElse(16), "It must be at least 16 pixels.");
        }

        /** The same for other ranks. */
        public Training withRanks(List<Integer> others) {
            return new Training(
                    others,
                    alpha,
                    blocks,
                    epochs,
                    batchSize,
                    learningRate,
                    patience,
                    jitter,
                    lossSize,
                    seed,
                    tuning,
                    folds);
        }
    }

    static void requirePositive(String name, OptionalDouble value) {
        require(
                value.isEmpty() || value.getAsDouble() > 0 && Double.isFinite(value.getAsDouble()),
                name + " is " + value.orElse(0),
                "It must be a finite number above 0.");
    }

    /**
     * How to run it.
     *
     * @param device {@code auto}, {@code cpu}, {@code gpu}, {@code gpu:1}
     * @param threads PyTorch's, 1 or more; 0 takes the physical cores
     * @param runCache where results are kept beyond the output folder; nowhere unless given
     */
    public record Execution(String device, int threads, Optional<RunCaching> runCache) {

        /** Of which results are kept in the output folder alone. */
        public Execution(String device, int threads) {
            this(device, threads, Optional.empty());
        }

        /** @throws SyrException if the device has no such name, or threads is negative */
        public Execution {
            require(
                    device.matches("auto|cpu|gpu(:\\d{1,3})?"),
                    "device \"" + device + "\" is unknown",
                    "Devices are auto, cpu, gpu, gpu:1.");
            require(threads >= 0, "threads is " + threads, "It must be at least 1, or 0 for the physical cores.");
        }
    }

    static void require(boolean holds, String problem, String remedy) {
        if (!holds) {
            throw SyrException.badRequest(problem + ".", remedy);
        }
    }

    /** The same request for another task. */
    public Request forTask(Task other) {
        return new Request(schema, other, output, checkpoint, dataset, training, execution, initialAdapter, evaluation);
    }

    public Path outputFolder() {
        return Path.of(output);
    }

    /** Reads {@code request.json}. */
    public static Request read(Path file) {
        return RecordJson.read(file, Request.class, SCHEMA);
    }

    /** As {@code request.json} has it. */
    public String toJson() {
        return Json.write(RecordJson.toJson(this));
    }
}
