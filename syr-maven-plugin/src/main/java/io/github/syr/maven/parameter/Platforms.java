package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import io.github.syr.maven.natives.Platform;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code <platforms>}, separated by commas. */
public final class Platforms extends TextParameter<List<Platform>> {

    public Platforms() {
        super("platforms");
    }

    @Override
    List<Platform> parse(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(this::platform)
                .distinct()
                .toList();
    }

    private Platform platform(String classifier) {
        return Stream.of(Platform.values())
                .filter(platform -> platform.classifier().equals(classifier))
                .findFirst()
                .orElseThrow(() -> SyrException.badRequest(
                        name() + " has \"" + classifier + "\", which is no platform that DJL has PyTorch for.",
                        "Name some of "
                                + Stream.of(Platform.values())
                                        .map(Platform::classifier)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
