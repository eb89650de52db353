package io.github.syr.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

/** Python of this machine: the system property {@code syr.python}, else {@code python3}. */
public final class Python {

    private Python() {}

    /**
     * The command.
     *
     * @param modules that it has to have, as {@code numpy, safetensors}; where it lacks one, a test is skipped, and in
     *     CI it fails
     */
    public static String with(String modules) throws InterruptedException {
        String python = System.getProperty("syr.python", "python3");
        boolean there;
        try {
            there = new ProcessBuilder(python, "-c", "import " + modules)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        }
        if (Boolean.getBoolean("ci")) {
            assertTrue(there, python + " can't import " + modules);
        }
        assumeTrue(there, "SKIPPED: no Python with " + modules);
        return python;
    }
}
