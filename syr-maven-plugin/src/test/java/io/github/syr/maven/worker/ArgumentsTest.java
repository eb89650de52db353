package io.github.syr.maven.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.error.SyrException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void splitsAtBlanksOutsideQuotes() {
        assertEquals(
                List.of("-Xmx6g", "-Da=b c", "-Dd=it's", ""),
                Arguments.split("  -Xmx6g\n\t\"-Da=b c\" -Dd=\"it's\" ''"));
        assertEquals(List.of(), Arguments.split(" "));
    }

    @Test
    void refusesAnOpenQuote() {
        assertThrows(SyrException.class, () -> Arguments.split("-Da=\"b"));
    }
}
