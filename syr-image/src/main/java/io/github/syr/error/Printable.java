package io.github.syr.error;

import java.util.Locale;

/**
 * Makes text that quotes untrusted files fit for terminals and logs: a name in a file must neither move the cursor, nor
 * look like a line of a build's log, nor fill it.
 */
public final class Printable {

    private static final int MOST = 2000;

    private Printable() {}

    /** The text with control and direction characters shown as {@code \u001b}, cut behind 2,000 characters. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(MOST).forEach(c -> {
            if (isHarmless(c)) {
                printable.appendCodePoint(c);
            } else {
                printable.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return text.codePointCount(0, text.length()) > MOST ? printable + "…" : printable.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            // FORMAT: marks that turn the direction of writing, or that nobody sees
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
