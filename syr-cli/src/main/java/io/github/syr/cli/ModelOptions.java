package io.github.syr.cli;

import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.io.ByteSource;
import io.github.syr.io.SyrCache;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Which model, and where it runs. */
final class ModelOptions {

    static final String TINY = "tiny";

    /** The digest of the checkpoint that the jar holds. */
    static final String TINY_SHA256 = "c881b930742abe937c4ef64e83b1d6031bab6937e6479c52da7df3220b38445b";

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Base checkpoint: a .pth or .safetensors file, a folder in Hugging Face's layout, or tiny."
                    + " By default the adapter's, from -Dsyr.checkpoint or the cache; without an adapter, tiny.")
    private String checkpoint;

    @Option(
            names = "--adapter",
            paramLabel = "FILE",
            description = "Adapter: adapter.safetensors, or the jar that one is packaged in. By default none.")
    private Path adapter;

    @Option(
            names = "--decoder-heads",
            paramLabel = "N",
            description = "Heads of the mask decoder, where the checkpoint has others than 8.")
    private Integer decoderHeads;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of one operation; 0 takes the physical cores.")
    private int threads;

    Optional<Path> adapter() {
        return Optional.ofNullable(adapter);
    }

    OptionalInt decoderHeads() {
        return decoderHeads == null ? OptionalInt.empty() : OptionalInt.of(decoderHeads);
    }

    String device() {
        return device;
    }

    int threads() {
        return threads;
    }

    /**
     * The base checkpoint's file.
     *
     * @throws io.github.syr.error.SyrException if it is nowhere
     */
    Path checkpoint() {
        if (checkpoint != null && !checkpoint.equals(TINY)) {
            return Path.of(checkpoint);
        }
        Optional<String> base = checkpoint != null || adapter == null
                ? Optional.empty()
                : AdapterFile.read(adapter).baseSha256();
        if (base.isEmpty() || base.get().equals(TINY_SHA256)) {
            return tiny();
        }
        ByteSource found = CheckpointStore.ofSystem().find(base.get(), ModelOptions.class.getClassLoader());
        return found.file().orElseThrow(() -> new IllegalStateException(found + " is not a file"));
    }

    /** Unpacked into the cache, once. */
    private static Path tiny() {
        String entry = CheckpointStore.RESOURCES + "/" + TINY_SHA256 + ".pth";
        URL resource =
                Objects.requireNonNull(ModelOptions.class.getClassLoader().getResource(entry), entry);
        return new CheckpointStore(SyrCache.root())
                .unpack(TINY_SHA256, TINY + ".pth", () -> ByteSource.stream(resource), resource);
    }

    /** The digest of a checkpoint's file. */
    String sha256(Path checkpointFile) {
        return CheckpointStore.sha256(
                SamCheckpoint.open(checkpointFile, decoderHeads()).source());
    }
}
