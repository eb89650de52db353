package io.github.syr.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that {@code SECURITY.md} names is there. */
class SecurityPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    private static boolean isThere(String name, String method, List<Path> sources) throws IOException {
        for (Path source : sources) {
            if (source.endsWith(name + ".java") && Files.readString(source).contains("void " + method + "(")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void namesTestsThatExist() throws IOException {
        List<Path> sources;
        try (Stream<Path> modules = Files.list(ROOT)) {
            sources = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SecurityPageTest::filesIn)
                    .toList();
        }
        List<String> named = TEST.matcher(Files.readString(ROOT.resolve("SECURITY.md")))
                .results()
                .map(match -> match.group(1) + "." + match.group(2))
                .distinct()
                .toList();
        assertTrue(named.size() > 50, named.toString());
        for (String test : named) {
            String[] parts = test.split("\\.");
            assertEquals(test, isThere(parts[0], parts[1], sources) ? test : "missing");
        }
    }

    private static Stream<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
