package io.github.syr.maven;

import io.github.syr.error.SyrException;
import io.github.syr.maven.export.AdapterImporter;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Brings an adapter of the Python predecessor or of Hugging Face's peft into SYR's format, so that a training can start
 * from it: {@code import/adapter.safetensors} in the output folder, for {@code <initialAdapter>}. It has to fit the
 * base checkpoint. By hand; it needs no data set.
 */
@Mojo(name = "import", threadSafe = true)
public class ImportMojo extends AbstractCheckpointMojo {

    /**
     * What {@code import} reads: a safetensors file of the Python predecessor, or a folder with
     * {@code adapter_config.json} and {@code adapter_model.safetensors} of peft for {@code SamModel}. Type: file; path.
     * Example: {@code -Dsyr.importFrom=rings/peft}.
     */
    @Parameter(property = "syr.importFrom")
    File importFrom;

    private final AdapterImporter importer;

    @Inject
    public ImportMojo(AdapterImporter importer) {
        this.importer = importer;
    }

    @Override
    boolean hasWork() {
        return true;
    }

    @Override
    void run() throws InterruptedException {
        if (importFrom == null) {
            throw SyrException.badRequest(
                    "importFrom is missing.", "Name an adapter, as -Dsyr.importFrom=lora.safetensors.");
        }
        importer.run(importFrom.toPath(), checkpointRequest(), build(), cache(), output());
    }
}
