package io.github.syr.dataset;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Renders two of the smaller pictures: an engraved band and one with stones. */
class RenderedAgainTest {

    @ParameterizedTest
    @ValueSource(strings = {"train/engraved-rose-08_b", "test/eternity-gold-49_a"})
    void rendersTheCommittedBytes(String name) throws IOException {
        Properties digests = new Properties();
        try (InputStream in = RenderedAgainTest.class.getResourceAsStream("/digests.properties")) {
            digests.load(in);
        }
        Shot shot = Catalogue.shots().stream()
                .filter(s -> (s.split() + "/" + s.name()).equals(name))
                .findFirst()
                .orElseThrow();

        Picture picture = Renderer.render(shot, 1);

        assertAll(
                () -> assertEquals(digests.getProperty(name + ".rgb"), Digests.sha256(picture.rgb()), "colours"),
                () -> assertEquals(digests.getProperty(name + ".alpha"), Digests.sha256(picture.alpha()), "coverage"),
                () -> assertArrayEquals(Committed.RINGS.grey(shot, "alpha").values(), picture.alpha(), "alpha file"),
                () -> assertArrayEquals(Committed.RINGS.annotation(shot).box(), picture.box(), "box"));
    }
}
