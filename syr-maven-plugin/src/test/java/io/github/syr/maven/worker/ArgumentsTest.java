package io.github.syr.maven.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.error.SyrException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    void splitsAtBlanksOutsideQuotes() {
        assertEquals(
                List.of("-Xmx6g", "-Da=b c", "-Dd=it's", ""),
                Arguments.split("  -Xmx6g\n\t\"-Da=b c\" -Dd=\"it's\" ''"));
        assertEquals(List.of(), Arguments.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "-Dtoken=secret, -Dtoken",
        "-Dtoken, -Dtoken",
        "-Dfile=a:b, -Dfile",
        "-Xmx6g, -Xmx",
        "-XX:+UseSerialGC, -XX:+UseSerialGC",
        "-XX:OnError=run secret, -XX:OnError",
        "-javaagent:agent.jar=secret, -javaagent",
        "-agentlib:jdwp=secret, -agentlib",
        "--add-opens=java.base/java.io=ALL-UNNAMED, --add-opens",
        "token=secret, …",
        "'', …"
    })
    void namesAnArgumentWithoutItsValue(String argument, String name) {
        assertEquals(name, ArgumentNames.of(argument));
    }

    @Test
    void leavesTheirValuesOutOfALineOfLog() {
        List<String> arguments = List.of("token=secret", "-dpassword=hush", "-Xint", "");
        assertEquals(
                "Error: Could not find or load main class …",
                ArgumentNames.without(arguments, "Error: Could not find or load main class token=secret"));
        assertEquals(
                "Unrecognized option: -dpassword…, and -Xint",
                ArgumentNames.without(arguments, "Unrecognized option: -dpassword=hush, and -Xint"));
    }

    @Test
    void refusesAnOpenQuote() {
        var e = assertThrows(SyrException.class, () -> Arguments.split("-Xmx6g -Dtoken=secret -Da=\"b"));
        assertEquals(
                "jvmArguments has a quote (\") that isn't closed, in argument 3. Close it.",
                e.getMessage(),
                "no value is told: it may be a secret");
    }
}
