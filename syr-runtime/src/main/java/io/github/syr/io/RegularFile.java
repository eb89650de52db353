package io.github.syr.io;

import io.github.syr.error.SyrException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pipes, sockets and devices have a name in a folder as files do, and who reads one may wait for ever. */
public final class RegularFile {

    private RegularFile() {}

    /** @throws SyrException if something has that name that is neither a file nor a folder */
    public static void require(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw SyrException.badData(
                    file, "is not a regular file, but a pipe, a socket or a device.", "Name a file.");
        }
    }
}
