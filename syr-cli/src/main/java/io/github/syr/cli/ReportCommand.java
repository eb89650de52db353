package io.github.syr.cli;

import io.github.syr.error.SyrException;
import io.github.syr.gate.GateKind;
import io.github.syr.gate.GateLimits;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Option(
            names = "--gate",
            paramLabel = "NAME=LIMIT",
            description = "A gate for the verdict, as minDice=0.8 or maxHoleError=0.05; may be repeated.")
    private Map<String, Double> gates = Map.of();

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
        Optional<GateLimits> limits = gates.isEmpty() ? Optional.empty() : Optional.of(limits());
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

    private GateLimits limits() {
        Map<GateKind, Double> limits = new EnumMap<>(GateKind.class);
        gates.forEach((name, limit) -> limits.put(
                GateKind.of(name)
                        .orElseThrow(() -> SyrException.badRequest(
                                "--gate names \"" + name + "\".", "It must be one of " + GateKind.parameters() + ".")),
                limit));
        return new GateLimits(limits);
    }
}
