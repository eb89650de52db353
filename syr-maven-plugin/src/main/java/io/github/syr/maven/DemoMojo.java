package io.github.syr.maven;

import io.github.syr.error.SyrException;
import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.maven.worker.WorkerRuns;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows a page on this machine, to look at models and to make masks: images are segmented by clicks, by the unadapted
 * model and by every rank that is trained, downloaded, and added to the data set. It trains nothing, and ends with
 * Ctrl-C or by a button on the page. Meant for the command line.
 */
@Mojo(name = "demo", threadSafe = true)
public class DemoMojo extends AbstractJobMojo {

    private static final int HIGHEST_PORT = 65535;

    /**
     * The port of the loopback address that the page is on; 0 takes one that is free. Type: whole number; 0 to 65535.
     * Example: {@code -Dsyr.demo.port=8080}.
     */
    @Parameter(property = "syr.demo.port", defaultValue = "0")
    int port;

    /**
     * Whether the page is opened in the browser of this machine's desktop, where it has one. Type: true or false.
     * Example: {@code -Dsyr.demo.browser=false}.
     */
    @Parameter(property = "syr.demo.browser", defaultValue = "true")
    boolean browser;

    private final WorkerRuns worker;

    @Inject
    public DemoMojo(WorkerRuns worker) {
        this.worker = worker;
    }

    @Override
    void run() throws WorkerCrashedException, InterruptedException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw SyrException.badRequest("port is " + port + ".", "It must be 0 to " + HIGHEST_PORT + ".");
        }
        worker.demo(job(), project.getArtifactId() + " " + project.getVersion(), port, browser);
    }
}
