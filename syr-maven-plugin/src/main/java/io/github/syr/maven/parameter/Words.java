package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Constants as a POM has them: {@code EVEN_ODD} is {@code evenOdd}. */
final class Words {

    private Words() {}

    /** @throws SyrException if no constant has that word */
    static <E extends Enum<E>> E find(String parameter, String word, Collection<E> constants) {
        return constants.stream()
                .filter(constant -> of(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(
                        parameter, word, constants.stream().map(Words::of).toList()));
    }

    private static SyrException unknown(String parameter, String word, List<String> known) {
        String meant = Nearest.to(word, known)
                .map(nearest -> "Did you mean \"" + nearest + "\"? ")
                .orElse("");
        return SyrException.badRequest(
                parameter + " \"" + word + "\" is unknown.",
                meant + "It must be one of " + String.join(", ", known) + ".");
    }

    private static String of(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.name().toLowerCase(Locale.ROOT).split("_")) {
            word.append(word.length() == 0 ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return word.toString();
    }
}
