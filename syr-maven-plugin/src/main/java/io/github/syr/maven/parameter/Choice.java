package io.github.syr.maven.parameter;

import java.util.EnumSet;

/** One of several words: {@code EVEN_ODD} is {@code evenOdd} in a POM. */
abstract class Choice<E extends Enum<E>> extends TextParameter<E> {

    private final Class<E> type;

    Choice(String name, Class<E> type) {
        super(name);
        this.type = type;
    }

    @Override
    final E parse(String word) {
        return Words.find(name(), word, EnumSet.allOf(type));
    }
}
