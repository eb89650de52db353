package io.github.syr.maven.download;

import io.github.syr.error.SyrException;
import io.github.syr.io.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Copies from a mirror that is a folder: {@code <downloadRoot>file:///…}. */
final class FileFetch {

    private final DownloadSource source;
    private final PartFile part;
    private final Body body;

    FileFetch(DownloadSource source, PartFile part, Body body) {
        this.source = source;
        this.part = part;
        this.body = body;
    }

    /** @throws SyrException if there is no such file, or it can't be read */
    void run() throws IOException {
        Path file;
        try {
            file = Path.of(source.uri());
        } catch (IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
            throw SyrException.badRequest(
                    source.shown() + " is not the address of a file: " + e.getMessage() + ".",
                    "Write <downloadRoot> as file:///folder/.");
        }
        RegularFile.require(file);
        if (!Files.isRegularFile(file)) {
            throw SyrException.badRequest(file + ": there is no such file.", "Check <downloadRoot>.");
        }
        part.startOver(Optional.empty(), Files.size(file));
        long total = body.announced(0, Files.size(file));
        try (InputStream in = Files.newInputStream(file);
                Guard guard = new Guard()) {
            body.receive(in, guard, 0, total);
        }
    }
}
