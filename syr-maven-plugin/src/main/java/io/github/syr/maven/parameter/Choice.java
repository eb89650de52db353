package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** One of several words: {@code EVEN_ODD} is {@code evenOdd} in a POM. */
abstract class Choice<E extends Enum<E>> extends TextParameter<E> {

    private final Class<E> type;

    Choice(String name, Class<E> type) {
        super(name);
        this.type = type;
    }

    @Override
    final E parse(String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> SyrException.badRequest(
                        name() + " \"" + word + "\" is unknown.", "It must be one of " + words() + "."));
    }

    private String words() {
        return Arrays.stream(type.getEnumConstants()).map(Choice::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.name().toLowerCase(Locale.ROOT).split("_")) {
            word.append(word.length() == 0 ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return word.toString();
    }
}
