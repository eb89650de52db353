package io.github.syr.maven.parameter;

import java.util.Optional;

/**
 * A parameter that a POM has as text.
 *
 * <p>Maven's configurator creates it and calls {@link #set}. A converter of our own would need a configurator of our
 * own, which the testing harness does not use; and what is thrown while Maven configures a goal reaches the user as
 * "Cannot set default value". So the text is kept, and read when the goal runs.
 *
 * @param <T> what the text stands for
 */
public abstract class TextParameter<T> {

    private final String name;
    private Optional<String> text = Optional.empty();

    /** @param name of the parameter, for messages */
    TextParameter(String name) {
        this.name = name;
    }

    /** Takes the text; called by Maven. */
    public final void set(String value) {
        text = Optional.of(value);
    }

    final String name() {
        return name;
    }

    /**
     * What the text stands for.
     *
     * @throws io.github.syr.error.SyrException if it stands for nothing; names the parameter, the text, and what is
     *     expected
     */
    public final T value() {
        return optionalValue().orElseThrow(() -> new IllegalStateException(name + " has a default"));
    }

    /** As {@link #value}; none where nothing is said. Maven creates the parameter then, too, and sets no text. */
    public final Optional<T> optionalValue() {
        return text.map(String::strip).map(this::parse);
    }

    abstract T parse(String value);

    @Override
    public final String toString() {
        return text.orElse("");
    }
}
