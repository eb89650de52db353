package io.github.syr.maven.worker;

import io.github.syr.error.SyrException;
import java.util.ArrayList;
import java.util.List;

/** Splits what a user writes as one line into arguments: at blanks, but not inside single or double quotes. */
public final class Arguments {

    private Arguments() {}

    /**
     * @throws SyrException if a quote isn't closed; it names the argument's position, since its value may be a secret
     */
    public static List<String> split(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean started = false;
        char quote = 0;
        for (char c : line.toCharArray()) {
            if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                started = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (started) {
                    arguments.add(argument.toString());
                }
                argument.setLength(0);
                started = false;
            } else {
                argument.append(c);
                started = true;
            }
        }
        if (quote != 0) {
            throw SyrException.badRequest(
                    "jvmArguments has a quote (" + quote + ") that isn't closed, in argument " + (arguments.size() + 1)
                            + ".",
                    "Close it.");
        }
        if (started) {
            arguments.add(argument.toString());
        }
        return arguments;
    }
}
