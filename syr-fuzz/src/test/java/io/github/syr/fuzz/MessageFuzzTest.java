package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.message.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A line of a worker's output; what is read as an event says the same again. */
class MessageFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.<Event>of(
                        new Event.Started("cpu", 2, Map.of("djl", "0.36.0")),
                        new Event.Progress(
                                "train",
                                4,
                                1,
                                12,
                                Optional.of(new Event.Within("train", 3, 24)),
                                OptionalDouble.of(0.5),
                                OptionalDouble.empty(),
                                OptionalDouble.of(3)),
                        new Event.Note(Event.Level.WARN, "a note"),
                        new Event.Result(true, List.of("a", "b")),
                        new Event.Failed(io.github.syr.error.SyrException.Kind.BAD_DATA, "p", "r"))
                .map(event -> event.toLine().getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.UTF_8);
        Reading.of(() -> Event.ofLine(line).ifPresent(event -> {
            if (!Event.ofLine(event.toLine()).orElseThrow().equals(event)) {
                throw new AssertionError("written and read, it is another: " + event);
            }
        }));
    }
}
