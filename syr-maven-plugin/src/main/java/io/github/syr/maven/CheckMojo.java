package io.github.syr.maven;

import io.github.syr.error.Printable;
import io.github.syr.error.SyrException;
import io.github.syr.gate.GateLimits;
import io.github.syr.maven.configuration.BoundGoals;
import io.github.syr.maven.configuration.Executions;
import io.github.syr.maven.gate.GateCheck;
import io.github.syr.maven.parameter.Limits;
import io.github.syr.maven.parameter.UnavailableChoice;
import io.github.syr.maven.release.ReleaseComparison;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.WorkerCrashedException;
import io.github.syr.message.Gates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Holds the chosen adapter against the gates and fails where it is not good enough; writes {@code gates.json} either
 * way. It never trains: an evaluation that is missing or isn't today's is refused. No gate but those that compare with
 * the last release is an error.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public class CheckMojo extends AbstractJobMojo {

    /**
     * The minimum mean Dice over the test images, 0 to 1. Type: number; Dice, 0 to 1. Example:
     * {@code <minDice>0.8</minDice>}.
     */
    @Parameter(property = "syr.minDice")
    String minDice;

    /**
     * The minimum Dice of every single test image, 0 to 1. Type: number; Dice, 0 to 1. Example:
     * {@code <minImageDice>0.7</minImageDice>}.
     */
    @Parameter(property = "syr.minImageDice")
    String minImageDice;

    /**
     * The minimum gain in mean Dice over the test images compared with the unadapted model, -1 to 1. Type: number;
     * Dice, -1 to 1. Example: {@code <minGain>0.2</minGain>}.
     */
    @Parameter(property = "syr.minGain")
    String minGain;

    /**
     * The minimum mean boundary IoU over the test images, 0 to 1: how well outlines are met. Type: number; boundary
     * IoU, 0 to 1. Example: {@code <minBoundaryIou>0.7</minBoundaryIou>}.
     */
    @Parameter(property = "syr.minBoundaryIou")
    String minBoundaryIou;

    /**
     * The maximum mean hole error over the test images, 0 to 1: the share of holes that is filled. It fails where no
     * test image has a hole. Type: number; hole error, 0 to 1. Example: {@code <maxHoleError>0.05</maxHoleError>}.
     */
    @Parameter(property = "syr.maxHoleError")
    String maxHoleError;

    /**
     * The most that mean Dice may drop below the last release, 0 to 1, on the test images that both were tested on; 1
     * asks for nothing. Type: number; Dice, 0 to 1. Example: {@code <maxDrop>0.01</maxDrop>}.
     */
    @Parameter(property = "syr.maxDrop", defaultValue = "0.02")
    String maxDrop;

    /**
     * The most that Dice of a single test image may drop below the last release, 0 to 1. Type: number; Dice, 0 to 1.
     * Example: {@code <maxImageDrop>0.1</maxImageDrop>}.
     */
    @Parameter(property = "syr.maxImageDrop")
    String maxImageDrop;

    /**
     * The most that mean hole error may rise above the last release, 0 to 1. Type: number; hole error, 0 to 1. Example:
     * {@code <maxHoleErrorRise>0.02</maxHoleErrorRise>}.
     */
    @Parameter(property = "syr.maxHoleErrorRise")
    String maxHoleErrorRise;

    /**
     * Which release the adapter is compared with: a version of the project, or other coordinates, of which the newest
     * release is taken where they name no version. By default the newest release of the project below the version that
     * is built. Type: text; version, group:artifact or group:artifact:version. Example:
     * {@code <lastRelease>1.0</lastRelease>}.
     */
    @Parameter(property = "syr.lastRelease")
    String lastRelease;

    /**
     * What happens where it can't be known what was released, or the release is for another base checkpoint and was
     * tested on other images alone: {@code fail}, {@code warn}, or {@code useCached}, which compares with what an
     * earlier build found, and warns where there is nothing. By default {@code fail} where the environment variable CI
     * is set, else {@code useCached}. Type: text. Example:
     * {@code <lastReleaseUnavailable>warn</lastReleaseUnavailable>}.
     */
    @Parameter(property = "syr.lastReleaseUnavailable")
    UnavailableChoice lastReleaseUnavailable = new UnavailableChoice();

    /** Skips this goal alone, with a warning. Type: true or false. Example: {@code -Dsyr.check.skip}. */
    @Parameter(property = "syr.check.skip", defaultValue = "false")
    boolean skipCheck;

    private final GateCheck gates;

    @Inject
    public CheckMojo(GateCheck gates) {
        this.gates = gates;
    }

    /** A gate that is configured where no data set is seen would never fail. */
    @Override
    boolean hasWork() {
        if (dataset == null && isMeantToCheck()) {
            throw SyrException.badRequest(
                    "This module configures a gate, but check sees no <dataset>, so that the gate could never fail.",
                    "Write <dataset> into the <configuration> of the plugin, outside <executions>, so that all goals"
                            + " have it; or set <skip> where there is nothing to check.");
        }
        return super.hasWork();
    }

    /** A parent may configure gates for those of its modules that have a data set. */
    private boolean isMeantToCheck() {
        return plugin().filter(plugin -> Executions.configure(plugin, BoundGoals.GATES))
                .filter(plugin -> Executions.configure(plugin, List.of("dataset"))
                        || !project.getPackaging().equals("pom")
                                && Executions.configure(project.getOriginalModel(), plugin.getKey(), BoundGoals.GATES))
                .isPresent();
    }

    private GateLimits limits() {
        Map<String, String> texts = new HashMap<>();
        texts.put("minDice", minDice);
        texts.put("minImageDice", minImageDice);
        texts.put("minGain", minGain);
        texts.put("minBoundaryIou", minBoundaryIou);
        texts.put("maxHoleError", maxHoleError);
        texts.put("maxDrop", maxDrop);
        texts.put("maxImageDrop", maxImageDrop);
        texts.put("maxHoleErrorRise", maxHoleErrorRise);
        return Limits.of(name -> Optional.ofNullable(texts.get(name)));
    }

    /** Deletes an earlier verdict: it does not apply to what was not checked. */
    @Override
    void skipped() {
        gates.forget(output());
    }

    @Override
    void run() throws MojoFailureException, WorkerCrashedException, InterruptedException {
        if (skipCheck) {
            skipped();
            getLog().warn(
                            "The gates are NOT checked (syr.check.skip): this adapter may be worse than it is allowed to be.");
            return;
        }
        Job job = job();
        gates.forget(output());
        Gates verdict = gates.run(
                job,
                limits(),
                new ReleaseComparison.Wanted(Optional.ofNullable(lastRelease), lastReleaseUnavailable.optionalValue()));
        if (!verdict.passed()) {
            Path report = job.layout().reportPage();
            throw new MojoFailureException(verdict.gates().stream()
                    .filter(gate -> !gate.passed())
                    .map(gate -> Printable.of(gate.message()))
                    .collect(Collectors.joining(
                            System.lineSeparator(),
                            "The adapter does not pass its gates:" + System.lineSeparator(),
                            Files.exists(report) ? System.lineSeparator() + "Report: " + report : "")));
        }
        verdict.gates().forEach(gate -> getLog().info("Passed: " + Printable.of(gate.message())));
    }
}
