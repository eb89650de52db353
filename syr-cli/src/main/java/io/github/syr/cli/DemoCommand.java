package io.github.syr.cli;

import io.github.syr.demo.DemoRequest;
import io.github.syr.demo.Main;
import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import io.github.syr.message.Request;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the demo until it is ended. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Shows a page on this machine on which images are segmented by clicks; Ctrl-C ends it.")
final class DemoCommand implements Runnable {

    private static final int HIGHEST_PORT = 65535;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DATASET",
            description = "A folder of images, annotated or not: to choose from, and to add to.")
    private Path dataset;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "target/syr",
            description = "Where a build has left trained ranks. Default: ${DEFAULT-VALUE}.")
    private Path output;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "The port on the loopback address; 0 takes a free one.")
    private int port;

    @Option(names = "--no-browser", description = "Opens no browser.")
    private boolean noBrowser;

    @Mixin
    private ModelOptions model;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw SyrException.badRequest("--port is " + port + ".", "It must be 0 to " + HIGHEST_PORT + ".");
        }
        NativeJar.require();
        Path checkpoint = model.checkpoint();
        DemoRequest request = new DemoRequest(
                DemoRequest.SCHEMA,
                dataset == null
                        ? "SYR"
                        : String.valueOf(dataset.toAbsolutePath().normalize().getFileName()),
                new Request.Checkpoint(
                        String.valueOf(checkpoint.getFileName()),
                        checkpoint.toString(),
                        model.sha256(checkpoint),
                        "",
                        model.decoderHeads()),
                model.adapter().map(Path::toString),
                Optional.ofNullable(dataset).map(DemoCommand::source),
                output.toAbsolutePath().toString(),
                new Request.Execution(model.device(), model.threads()),
                port,
                !noBrowser);
        PrintWriter out = spec.commandLine().getOut();
        Event.Result result = Main.run(request, event -> {
            if (event instanceof Event.Note note) {
                out.println(note.text());
                out.flush();
            }
        });
        result.lines().forEach(out::println);
    }

    private static Request.DataSource source(Path folder) {
        return new Request.DataSource(
                folder.toAbsolutePath().normalize().toString(),
                Request.Format.AUTO,
                List.of(),
                Optional.empty(),
                Request.MaskRules.DEFAULT);
    }
}
