package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Segment Anything model in a file: its tensors under Meta's names, whatever layout the file has, and its
 * configuration.
 *
 * @param source where the tensors are
 * @param tensors every tensor of the model by Meta's name, and no other; their numbers stay in the file until asked for
 * @param config read off their shapes, and all of them held to it
 */
public record SamCheckpoint(ByteSource source, SortedMap<String, CheckpointTensor> tensors, SamConfig config) {

    /** In a safetensors file's metadata: how many heads the mask decoder has. */
    public static final String DECODER_HEADS = "decoder_heads";

    private static final String HEADS_REMEDY = "Leave the option out, or say what the file says.";

    public SamCheckpoint {
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    }

    /** As {@link #open(Path, OptionalInt)}, with 8 decoder heads where the file doesn't say. */
    public static SamCheckpoint open(Path file) {
        return open(file, OptionalInt.empty());
    }

    /**
     * Opens a checkpoint: a file of {@code torch.save} or a safetensors file, told apart by their content, in Meta's or
     * Hugging Face's layout; or the folder of a Hugging Face model.
     *
     * @param decoderHeads heads of the mask decoder, for files that don't say (Meta's): 8 where it is empty
     * @throws SyrException if it is no such file, or no Segment Anything model, or says another number of heads
     */
    public static SamCheckpoint open(Path file, OptionalInt decoderHeads) {
        return open(ByteSource.of(weights(file)), decoderHeads);
    }

    /**
     * Opens a checkpoint that is a file, a resource of the class path, or in memory; see {@link #open(Path,
     * OptionalInt)}.
     */
    public static SamCheckpoint open(ByteSource source, OptionalInt decoderHeads) {
        TensorFile read = switch (CheckpointFormat.of(source)) {
            case SAFETENSORS -> Safetensors.read(source);
            case TORCH -> TorchFile.read(source);
        };
        return HuggingFaceLayout.isOf(read.tensors().keySet())
                ? openHuggingFace(read, decoderHeads)
                : openMeta(read, decoderHeads);
    }

    private static SamCheckpoint openMeta(TensorFile read, OptionalInt option) {
        int heads = heads(read.source(), metadataHeads(read), option).orElse(SamConfig.META_DECODER_HEADS);
        return of(read.source(), read.tensors(), heads, 1e-6, 1e-5);
    }

    private static SamCheckpoint openHuggingFace(TensorFile read, OptionalInt option) {
        Map<String, CheckpointTensor> tensors = new HuggingFaceLayout(read.source()).toMeta(read.tensors());
        Optional<Path> json = read.source()
                .file()
                .map(file -> file.resolveSibling("config.json"))
                .filter(Files::isRegularFile);
        if (json.isEmpty()) {
            int heads = heads(read.source(), metadataHeads(read), option).orElse(SamConfig.META_DECODER_HEADS);
            return of(read.source(), tensors, heads, HuggingFaceConfig.DEFAULT_EPS, HuggingFaceConfig.DEFAULT_EPS);
        }
        HuggingFaceConfig said = HuggingFaceConfig.read(json.get());
        int heads =
                heads(json.get(), OptionalInt.of(said.decoderHeads()), option).getAsInt();
        SamCheckpoint checkpoint = of(read.source(), tensors, heads, said.encoderEps(), said.twoWayEps());
        said.check(checkpoint.config());
        return checkpoint;
    }

    private static SamCheckpoint of(
            ByteSource source, Map<String, CheckpointTensor> tensors, int heads, double encoderEps, double twoWayEps) {
        Map<String, long[]> shapes = new TreeMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        SamConfig config = SamConfig.from(source, shapes, heads, encoderEps, twoWayEps);
        tensors.forEach((name, tensor) -> {
            if (!tensor.dtype().isFloating()) {
                throw SamShapeCheck.notSam(
                        source,
                        "tensor \"" + name + "\" holds " + tensor.dtype() + "; a floating-point type is expected.");
            }
        });
        return new SamCheckpoint(source, new TreeMap<>(tensors), config);
    }

    private static OptionalInt metadataHeads(TensorFile read) {
        String heads = read.metadata().get(DECODER_HEADS);
        if (heads == null) {
            return OptionalInt.empty();
        }
        if (!heads.matches("[1-9][0-9]{0,3}")) {
            throw SyrException.badData(
                    read.source(),
                    "metadata says " + DECODER_HEADS + " \"" + heads + "\"; a whole number from 1 to 9999 is expected.",
                    "Write the file again with the right number.");
        }
        return OptionalInt.of(Integer.parseInt(heads));
    }

    /** What the file says goes; an option that says otherwise would be a silent mistake. */
    private static OptionalInt heads(Object file, OptionalInt said, OptionalInt option) {
        if (said.isPresent() && option.isPresent() && said.getAsInt() != option.getAsInt()) {
            throw SyrException.badRequest(
                    "The option says " + option.getAsInt() + " decoder heads, but " + file + " says " + said.getAsInt()
                            + ".",
                    HEADS_REMEDY);
        }
        return said.isPresent() ? said : option;
    }

    private static Path weights(Path file) {
        if (!Files.isDirectory(file)) {
            if (!Files.exists(file)) {
                throw SyrException.badData(
                        file, "doesn't exist.", "Name a checkpoint file, or the folder of a Hugging Face model.");
            }
            return file;
        }
        for (String name : new String[] {"model.safetensors", "pytorch_model.bin"}) {
            if (Files.isRegularFile(file.resolve(name))) {
                return file.resolve(name);
            }
        }
        throw SyrException.badData(
                file,
                "is a folder without model.safetensors or pytorch_model.bin.",
                "Name the folder of a Hugging Face SAM model, or a checkpoint file.");
    }
}
