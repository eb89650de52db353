package io.github.syr.freshness;

import java.util.List;
import java.util.Optional;

/**
 * Whether a result is of today's inputs.
 *
 * @param current the result, if it is
 * @param changes what has changed since, in words; empty if nothing has, or if there is no result yet
 */
public record Answer<T>(Optional<T> current, List<String> changes) {

    static <T> Answer<T> of(T result, List<String> changes) {
        return new Answer<>(changes.isEmpty() ? Optional.of(result) : Optional.empty(), List.copyOf(changes));
    }

    static <T> Answer<T> none(String... changes) {
        return new Answer<>(Optional.empty(), List.of(changes));
    }
}
