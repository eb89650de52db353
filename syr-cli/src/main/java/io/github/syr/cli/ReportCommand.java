package io.github.syr.cli;

import io.github.syr.error.SyrException;
import io.github.syr.gate.GateLimits;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of an evaluation. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes the report of the evaluation in a build's output folder: report/index.html in it.")
final class ReportCommand implements Runnable {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = "target/syr",
            description = "The output folder. Default: ${DEFAULT-VALUE}.")
    private Path output;

    @Option(names = "--title", paramLabel = "TEXT", defaultValue = "SYR", description = "The page's title.")
    private String title;

    @Option(names = "--min-dice", paramLabel = "N", description = "The gate minDice, for the verdict.")
    private Double minDice;

    @Option(names = "--min-image-dice", paramLabel = "N", description = "The gate minImageDice.")
    private Double minImageDice;

    @Option(names = "--min-gain", paramLabel = "N", description = "The gate minGain.")
    private Double minGain;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Path request = new OutputLayout(output.toAbsolutePath().normalize()).request();
        if (!Files.exists(request)) {
            throw SyrException.badData(
                    output.toAbsolutePath(),
                    "is no output folder of a build: it has no " + request.getFileName() + ".",
                    "Name the folder that mvn syr:evaluate has written, as target/syr.");
        }
        Optional<GateLimits> limits = minDice == null && minImageDice == null && minGain == null
                ? Optional.empty()
                : Optional.of(new GateLimits(real(minDice), real(minImageDice), real(minGain)));
        Path page = Report.write(title, here(Request.read(request), request.getParent()), limits, List.of());
        spec.commandLine().getOut().println("Report: " + page);
    }

    /** A folder that was copied says where it was made. */
    private static Request here(Request request, Path folder) {
        return new Request(
                request.schema(),
                request.task(),
                folder.toString(),
                request.checkpoint(),
                request.dataset(),
                request.training(),
                request.execution(),
                request.initialAdapter(),
                request.evaluation());
    }

    private static OptionalDouble real(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
