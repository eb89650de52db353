package io.github.syr.maven;

import io.github.syr.maven.export.AdapterExporter;
import io.github.syr.maven.parameter.CheckpointLayoutChoice;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes the base checkpoint with a trained adapter merged in, as a checkpoint of its own that Python loads strictly,
 * in {@code export/rank-N} of the output folder. It holds any adapter. It never trains: an evaluation that isn't
 * today's is refused.
 */
@Mojo(name = "merge", threadSafe = true)
public class MergeMojo extends AbstractExportMojo {

    /**
     * The layout that {@code merge} writes: {@code meta} ({@code merged.safetensors}, with the names of
     * {@code segment_anything}) or {@code huggingFace} (a folder for {@code SamModel.from_pretrained}). Type: text.
     * Example: {@code -Dsyr.mergeLayout=huggingFace}.
     */
    @Parameter(property = "syr.mergeLayout", defaultValue = "meta")
    CheckpointLayoutChoice mergeLayout;

    private final AdapterExporter exporter;

    @Inject
    public MergeMojo(AdapterExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    void run() throws InterruptedException {
        exporter.merge(job(), rank(), mergeLayout.value());
    }
}
