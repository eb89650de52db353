package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * Words, each with a whole number behind a colon where it wants one: {@code q, v, mlp:4}.
 *
 * @param <E> what a word stands for
 * @param <T> what a word with its number stands for
 */
abstract class NumberedWords<E extends Enum<E>, T> extends TextParameter<List<T>> {

    private final Collection<E> constants;
    private final String remedy;

    /**
     * @param constants that have words
     * @param remedy what to do about a number that is none, for messages
     */
    NumberedWords(String name, Collection<E> constants, String remedy) {
        super(name);
        this.constants = constants;
        this.remedy = remedy;
    }

    abstract T of(E constant, OptionalInt number);

    @Override
    final List<T> parse(String text) {
        List<T> all = new ArrayList<>();
        for (String word : text.split("[\\s,]+")) {
            int colon = word.indexOf(':');
            String constant = colon < 0 ? word : word.substring(0, colon);
            all.add(of(
                    Words.find(name(), constant, constants),
                    colon < 0 ? OptionalInt.empty() : OptionalInt.of(number(word, word.substring(colon + 1)))));
        }
        return all;
    }

    private int number(String word, String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw SyrException.badRequest(
                    name() + " has \"" + word + "\", and \"" + number + "\" is not a whole number.", remedy);
        }
    }
}
