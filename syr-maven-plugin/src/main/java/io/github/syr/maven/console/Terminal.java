package io.github.syr.maven.console;

import java.io.Console;
import java.lang.reflect.Method;

/** Whether a person looks at a screen that a line can be rewritten on. */
final class Terminal {

    private Terminal() {}

    static boolean isPresent() {
        Console console = System.console();
        return console != null && !"dumb".equals(System.getenv("TERM")) && isTerminal(console);
    }

    /** From JDK 22 on there is a console even where output goes to a file; a method that JDK 17 lacks tells. */
    private static boolean isTerminal(Console console) {
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return (Boolean) isTerminal.invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
