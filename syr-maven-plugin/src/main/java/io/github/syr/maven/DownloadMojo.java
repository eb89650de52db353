package io.github.syr.maven;

import io.github.syr.maven.worker.Downloads;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Brings the base checkpoint and PyTorch's natives to this machine, so that all other goals can run offline. Called by
 * hand it needs neither a project nor a data set: {@code mvn io.github.syr:syr-maven-plugin:download
 * -Dsyr.checkpoint=vit_b}.
 */
@Mojo(name = "download", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, requiresProject = false, threadSafe = true)
public class DownloadMojo extends AbstractCheckpointMojo {

    private final Downloads downloads;

    @Inject
    public DownloadMojo(Downloads downloads) {
        this.downloads = downloads;
    }

    /** Called by hand, it runs with or without a data set. */
    @Override
    boolean hasWork() {
        return mojoExecution.getSource() == MojoExecution.Source.CLI || super.hasWork();
    }

    @Override
    void run() throws InterruptedException {
        downloads.run(build(), checkpointRequest(), wantedNatives(), environment(), cache());
    }
}
