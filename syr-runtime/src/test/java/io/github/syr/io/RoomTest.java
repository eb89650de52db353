package io.github.syr.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {

    @TempDir
    private Path folder;

    @Test
    void isEnoughForALittle() {
        Room.require(folder.resolve("a/b"), 1000, "prepared images", "or name another.");
        assertTrue(Files.isDirectory(folder.resolve("a/b")));
    }

    @Test
    void isMissedForMoreThanAnyDiskHas() {
        SyrException e = assertThrows(
                SyrException.class,
                () -> Room.require(folder, Long.MAX_VALUE / 2, "the rest of the download", "or name another cache."));
        assertTrue(
                e.problem()
                        .matches(
                                "\\Q" + folder
                                        + "\\E: the rest of the download takes 4611686018428 MB, and the disk has \\d+ MB free\\."),
                e.problem());
        assertEquals("Make room there, or name another cache.", e.remedy());
    }
}
