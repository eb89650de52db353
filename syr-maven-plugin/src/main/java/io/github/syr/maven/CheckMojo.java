package io.github.syr.maven;

import io.github.syr.gate.GateLimits;
import io.github.syr.maven.gate.GateCheck;
import io.github.syr.maven.worker.Job;
import io.github.syr.message.Gates;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Holds the chosen adapter against the gates and fails where it is not good enough; writes {@code gates.json} either
 * way. It never trains: an evaluation that is missing or isn't today's is refused. No gate at all is an error.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public class CheckMojo extends AbstractJobMojo {

    /** The minimum mean Dice over the test images, 0 to 1. Example: {@code <minDice>0.8</minDice>}. */
    @Parameter(property = "syr.minDice")
    Double minDice;

    /** The minimum Dice of every single test image, 0 to 1. Example: {@code <minImageDice>0.7</minImageDice>}. */
    @Parameter(property = "syr.minImageDice")
    Double minImageDice;

    /**
     * The minimum gain in mean Dice over the test images compared with the unadapted model, -1 to 1. Example:
     * {@code <minGain>0.2</minGain>}.
     */
    @Parameter(property = "syr.minGain")
    Double minGain;

    /** Skips this goal alone, with a warning. Example: {@code -Dsyr.check.skip}. */
    @Parameter(property = "syr.check.skip", defaultValue = "false")
    boolean skipCheck;

    private final GateCheck gates;

    @Inject
    public CheckMojo(GateCheck gates) {
        this.gates = gates;
    }

    @Override
    void run() throws MojoFailureException, InterruptedException {
        if (skipCheck) {
            getLog().warn(
                            "The gates are NOT checked (syr.check.skip): this adapter may be worse than it is allowed to be.");
            return;
        }
        Job job = job();
        gates.forget(job);
        Gates verdict = gates.run(job, new GateLimits(real(minDice), real(minImageDice), real(minGain)));
        if (!verdict.passed()) {
            throw new MojoFailureException(verdict.gates().stream()
                    .filter(gate -> !gate.passed())
                    .map(Gates.Gate::message)
                    .collect(Collectors.joining(
                            System.lineSeparator(),
                            "The adapter does not pass its gates:" + System.lineSeparator(),
                            "")));
        }
        verdict.gates().forEach(gate -> getLog().info("Passed: " + gate.message()));
    }
}
