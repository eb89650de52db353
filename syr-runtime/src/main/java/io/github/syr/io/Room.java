package io.github.syr.io;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on a disk, looked at before something large is written. */
public final class Room {

    private static final long MEGABYTE = 1_000_000;

    private Room() {}

    /**
     * Compares what is needed with what is free.
     *
     * @param folder made if it is missing
     * @param what is to be written, in messages
     * @param remedy beside making room
     * @throws SyrException if there is less, or the folder can't be made
     */
    public static void require(Path folder, long bytes, String what, String remedy) {
        long free;
        try {
            Files.createDirectories(folder);
            free = Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw SyrException.cantWrite(folder, e);
        }
        if (free < bytes) {
            throw SyrException.badData(
                    folder,
                    what + " take" + (what.endsWith("s") ? " " : "s ") + (bytes + MEGABYTE - 1) / MEGABYTE
                            + " MB, and the disk has " + free / MEGABYTE + " MB free.",
                    "Make room there, " + remedy);
        }
    }
}
