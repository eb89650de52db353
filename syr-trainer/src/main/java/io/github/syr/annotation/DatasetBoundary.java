package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What belongs to a data set: the files whose real path, with all links followed, lies in the real path of its folder.
 * The folder itself may be a link. Each file that a reader opens has passed here, whatever its format.
 */
final class DatasetBoundary {

    private final Path realRoot;
    private final boolean allowOutside;

    /**
     * @param root the data set's folder, which is there
     * @param allowOutside whether links may lead out of it
     */
    DatasetBoundary(Path root, boolean allowOutside) {
        this.realRoot = real(root);
        this.allowOutside = allowOutside;
    }

    /** Whether a file may be read: links lead to no other place than the data set, or they may. */
    boolean allows(Path file) {
        return allowOutside || holds(file);
    }

    /** Whether the file itself lies in the data set. One that isn't there does: nothing can be read of it. */
    boolean holds(Path file) {
        return !Files.exists(file) || real(file).startsWith(realRoot);
    }

    /**
     * Lets a file pass that may be read.
     *
     * @return the file as it was given
     * @throws SyrException if a link leads it out of the data set
     */
    Path require(Path file) {
        if (!allows(file)) {
            throw SyrException.badData(
                    file,
                    "a link leads out of the data set's folder, to " + real(file) + ".",
                    "Put the file itself there; or, if you trust where the link leads, set"
                            + " <allowOutside>true</allowOutside>.");
        }
        return file;
    }

    /** As {@link #require}, for what is written: that has to lie in the data set in any case. */
    void requireForWriting(Path file) {
        if (!holds(file)) {
            throw SyrException.badData(
                    file,
                    "a link leads out of the data set's folder.",
                    "Put the file itself there; nothing outside the folder is written.");
        }
    }

    /** A path with its links followed. */
    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw SyrException.badData(file, "can't be read: " + e + ".", "Check the path and its permissions.", e);
        }
    }
}
