package io.github.syr.maven.worker;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where a worker's JVM writes its report of a crash. That has the JVM's arguments in it, and whatever memory held:
 * nobody but this user may read it, and the JVM makes the file so that everybody may.
 */
record CrashFolder(Path folder) {

    static CrashFolder in(Path output) {
        return new CrashFolder(output.resolve("crash"));
    }

    /** Makes it, where it isn't there. */
    void make() {
        try {
            Files.createDirectories(folder);
            permit(folder, "rwx------");
        } catch (IOException e) {
            throw SyrException.cantWrite(folder, e);
        }
    }

    private static void permit(Path file, String permissions) throws IOException {
        FileStore store = Files.getFileStore(file);
        if (store.supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    /** The JVM's argument, which puts the process's number for {@code %p}. */
    String argument() {
        return "-XX:ErrorFile=" + folder.resolve("hs_err_%p.log");
    }

    /** The report of a process that has ended, where it left one. */
    Optional<Path> report(long pid) {
        Path report = folder.resolve("hs_err_" + pid + ".log");
        if (!Files.isRegularFile(report)) {
            return Optional.empty();
        }
        try {
            permit(report, "rw-------");
        } catch (IOException e) {
            // its folder keeps others out
        }
        return Optional.of(report);
    }
}
