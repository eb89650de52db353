package io.github.syr.cli;

import io.github.syr.error.SyrException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * {@code java -jar syr-cli-….jar COMMAND}. Exit codes: 0 done, 2 wrong arguments, else that of a
 * {@link SyrException.Kind}; 1 for a fault of SYR's own.
 */
@Command(
        name = "syr",
        description = "Segment Anything with adapters: cut objects out, look at models, report on a training.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {SegmentCommand.class, DemoCommand.class, ReportCommand.class, CommandLine.HelpCommand.class})
public final class Main {

    /** The version that Maven built. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"syr " + BuildProperties.get("version")};
        }
    }

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        // what a user can fix is said in words, without a stack trace
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof SyrException refused) {
                command.getErr().println(refused.getMessage());
                return refused.kind().exitCode();
            }
            throw e;
        });
        return commandLine;
    }
}
