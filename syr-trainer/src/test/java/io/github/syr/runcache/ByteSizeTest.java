package io.github.syr.runcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes as a POM has them. */
class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512 B, 512",
        "2 KiB, 2048",
        "10 GiB, 10737418240",
        "10GiB, 10737418240",
        "1.5 MiB, 1572864",
        "1 TiB, 1099511627776"
    })
    void reads(String text, long bytes) {
        assertEquals(Optional.of(bytes), ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10 GB", "ten GiB", "-1 GiB", "1e3 GiB", "GiB", "99999999999999 TiB", "10 gib"})
    void refuses(String text) {
        assertEquals(Optional.empty(), ByteSize.parse(text));
    }

    @Test
    void writes() {
        assertEquals("0 B", ByteSize.text(0));
        assertEquals("1023 B", ByteSize.text(1023));
        assertEquals("1.5 KiB", ByteSize.text(1536));
        assertEquals("10.0 GiB", ByteSize.text(10_737_418_240L));
    }
}
