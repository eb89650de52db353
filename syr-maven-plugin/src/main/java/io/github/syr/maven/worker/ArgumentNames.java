package io.github.syr.maven.worker;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is told of the JVM's arguments: their names. Their values may be secrets. */
final class ArgumentNames {

    private static final Pattern NAME = Pattern.compile("-XX:[^=]*|-X[a-z]+|-[^=:]*");

    private ArgumentNames() {}

    /** As {@code -Xmx}, {@code -Dtoken}, {@code -javaagent}; {@code …} for what isn't an option. */
    static String of(String argument) {
        Matcher name = NAME.matcher(argument);
        return name.lookingAt() ? name.group() : "…";
    }

    /** A line of a log with values of these arguments left out: the JVM quotes one that it refuses. */
    static String without(List<String> arguments, String line) {
        String shown = line;
        for (String argument : arguments) {
            String name = of(argument);
            if (!argument.isBlank() && !name.equals(argument)) {
                shown = shown.replace(argument, name.equals("…") ? name : name + "…");
            }
        }
        return shown;
    }
}
