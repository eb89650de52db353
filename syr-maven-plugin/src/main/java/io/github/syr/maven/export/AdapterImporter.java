package io.github.syr.maven.export;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.convert.AdapterImport;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.checkpoint.CheckpointRequest;
import io.github.syr.maven.checkpoint.CheckpointResolver;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.nio.file.Path;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Brings adapters of Python's libraries into SYR's format. */
@Named
@Singleton
public class AdapterImporter {

    private final CheckpointResolver checkpoints;

    @Inject
    public AdapterImporter(CheckpointResolver checkpoints) {
        this.checkpoints = checkpoints;
    }

    /**
     * Writes it as {@code import/adapter.safetensors}.
     *
     * @param source a file of the predecessor, or a folder of peft's
     * @param cache SYR's
     * @param output as {@code target/syr}
     * @throws io.github.syr.error.SyrException if the adapter is invalid, can't be held, or doesn't fit the checkpoint
     */
    public void run(Path source, CheckpointRequest wanted, Build build, Path cache, Path output)
            throws InterruptedException {
        Request.Checkpoint found =
                checkpoints.resolve(wanted, build, new CheckpointStore(cache)).checkpoint();
        SamCheckpoint base = SamCheckpoint.open(Path.of(found.path()), found.decoderHeads());
        Adapter adapter = AdapterImport.read(source, base, found.sha256());
        Path written = new OutputLayout(output).imported();
        AdapterFile.write(written, adapter, found.sha256());
        build.log()
                .info("Imported an adapter of rank " + adapter.rank() + ", "
                        + adapter.pairs().size() + " LoRA pairs: " + written + ". <initialAdapter> takes it.");
    }
}
