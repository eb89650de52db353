package io.github.syr.maven;

import io.github.syr.error.SyrException;
import io.github.syr.maven.natives.NativesResolver;
import io.github.syr.maven.natives.Platform;
import io.github.syr.maven.parameter.Platforms;
import io.github.syr.maven.release.Answer;
import io.github.syr.maven.release.LastRelease;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.Requests;
import io.github.syr.message.Request;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Brings everything that a later build with {@code -o} needs of SYR: the base checkpoint, an initial adapter, PyTorch's
 * natives for the worker, the last release. Maven's own needs are those of {@code dependency:go-offline}.
 */
@Mojo(name = "go-offline", threadSafe = true)
public class GoOfflineMojo extends AbstractJobMojo {

    /**
     * The platforms that PyTorch's natives are brought for, beside this machine's, as where the local repository is
     * copied to others. Type: text; linux-x86_64, linux-aarch64, osx-aarch64, win-x86_64, separated by commas. Example:
     * {@code -Dsyr.platforms=linux-aarch64,win-x86_64}.
     */
    @Parameter(property = "syr.platforms")
    Platforms platforms = new Platforms();

    /**
     * As for {@code check}: which release is brought. Type: text; version, group:artifact or group:artifact:version.
     * Example: {@code <lastRelease>1.0</lastRelease>}.
     */
    @Parameter(property = "syr.lastRelease")
    String lastRelease;

    private final Requests requests;
    private final NativesResolver nativesResolver;
    private final LastRelease releases;

    @Inject
    public GoOfflineMojo(Requests requests, NativesResolver nativesResolver, LastRelease releases) {
        this.requests = requests;
        this.nativesResolver = nativesResolver;
        this.releases = releases;
    }

    @Override
    void run() throws InterruptedException {
        if (session.isOffline()) {
            throw SyrException.badRequest(
                    "Maven is offline, and go-offline is to bring what is missing.", "Run it without -o.");
        }
        List<Platform> others = platforms.optionalValue().orElse(List.of());
        Job job = job();
        Request request = requests.resolve(job, Request.Task.EVALUATE).request();
        getLog().info("Base checkpoint: " + request.checkpoint().orElseThrow().path());
        request.initialAdapter().ifPresent(initial -> getLog().info("Initial adapter: " + initial.name()));
        nativesResolver
                .resolve(build(), job.natives(), environment())
                .ifPresent(jar -> getLog().info("PyTorch's natives: " + jar.getFileName()));
        for (Platform platform : others) {
            getLog().info("PyTorch's natives: "
                    + nativesResolver.resolve(build(), platform).getFileName());
        }
        bringLastRelease();
    }

    private void bringLastRelease() {
        Answer answer = releases.find(build(), Optional.ofNullable(lastRelease));
        if (answer instanceof Answer.Found found) {
            getLog().info("Last release: " + found.adapter().release().name());
        } else if (answer instanceof Answer.NeverReleased never) {
            getLog().info("Last release: none; " + never.why() + ".");
        } else if (answer instanceof Answer.Unknown unknown) {
            getLog().warn("The last release can't be known: " + unknown.cause()
                    + ". Offline, check will have none to compare with.");
        }
    }
}
