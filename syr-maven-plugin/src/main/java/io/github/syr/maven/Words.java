package io.github.syr.maven;

import io.github.syr.error.SyrException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Constants by the words that a POM has for them: {@code EVEN_ODD} is {@code evenOdd}. */
final class Words {

    private Words() {}

    /**
     * The constant of a word.
     *
     * @param parameter its name, for the message
     * @throws SyrException if there is none
     */
    static <E extends Enum<E>> E parse(Class<E> type, String parameter, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> SyrException.badRequest(
                        parameter + " \"" + word + "\" is unknown.",
                        "It is one of "
                                + Arrays.stream(type.getEnumConstants()).map(Words::word).collect(Collectors.joining(", "))
                                + "."));
    }

    private static String word(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.name().toLowerCase(Locale.ROOT).split("_")) {
            word.append(word.length() == 0 ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return word.toString();
    }
}
