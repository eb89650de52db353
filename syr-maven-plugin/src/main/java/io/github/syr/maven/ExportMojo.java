package io.github.syr.maven;

import io.github.syr.maven.export.AdapterExporter;
import io.github.syr.maven.parameter.AdapterLayoutChoice;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes a trained adapter as Python's libraries load it: a folder of Hugging Face's peft for {@code SamModel}, or a
 * file of the Python predecessor, in {@code export/rank-N} of the output folder. It never trains: an evaluation that
 * isn't today's is refused.
 */
@Mojo(name = "export", threadSafe = true)
public class ExportMojo extends AbstractExportMojo {

    /**
     * The layout that {@code export} writes: {@code peft} (a folder with {@code adapter_config.json} and
     * {@code adapter_model.safetensors}) or {@code predecessor} (q and v alone, of all blocks, at scale 1). Type: text.
     * Example: {@code -Dsyr.exportLayout=predecessor}.
     */
    @Parameter(property = "syr.exportLayout", defaultValue = "peft")
    AdapterLayoutChoice exportLayout;

    private final AdapterExporter exporter;

    @Inject
    public ExportMojo(AdapterExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    void run() throws InterruptedException {
        exporter.export(job(), rank(), exportLayout.value());
    }
}
