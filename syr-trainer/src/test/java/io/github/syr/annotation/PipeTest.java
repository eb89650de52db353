package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Pipes in a data set, which nobody writes to. */
@DisabledOnOs(OS.WINDOWS)
class PipeTest {

    @TempDir
    private Path folder;

    private static void replaceByPipe(Path file) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    }

    @Test
    void isNoImageMaskOrAnnotation() throws IOException, InterruptedException {
        for (String name :
                List.of("train/images/train.jpg", "train/masks/train.png", "annotations.json", "notes.json")) {
            Fixture fixture = Fixture.syr(Files.createDirectory(folder.resolve(name.replace('/', '-'))));
            assertTrue(name.equals("notes.json") || Files.exists(fixture.file(name)), name);
            replaceByPipe(fixture.file(name));
            SyrException refused = assertTimeoutPreemptively(Duration.ofSeconds(10), fixture::refusal);
            assertTrue(refused.getMessage().contains("is not a regular file"), name + ": " + refused.getMessage());
        }
    }
}
