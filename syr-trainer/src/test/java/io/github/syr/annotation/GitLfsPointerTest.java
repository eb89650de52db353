package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitLfsPointerTest {

    private static final String DIGEST = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
    private static final String START = "version https://git-lfs.github.com/spec/v1\n";

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("image.jpg"), text);
    }

    /** The specification's example, and one with an extension's line. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                START + "oid sha256:" + DIGEST + "\nsize 12345\n",
                START + "ext-0-foo sha256:" + DIGEST + "\noid sha256:" + DIGEST + "\nsize 0\n"
            })
    void readsPointers(String text) throws IOException {
        assertEquals(Optional.of(new GitLfsPointer(DIGEST)), GitLfsPointer.in(file(text)));
        assertEquals(DIGEST, GitLfsPointer.sha256Of(file(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                START,
                START + "oid sha256:" + DIGEST + "\n",
                START + "oid sha1:" + DIGEST + "\nsize 12345\n",
                START + "oid sha256:4d7a2146\nsize 12345\n",
                START + "oid sha256:" + DIGEST + "\nsize -1\n",
                START + "oid sha256:" + DIGEST + "\nsize 12345\n\0\0",
                "version https://git-lfs.github.com/spec/v2\noid sha256:" + DIGEST + "\nsize 12345\n"
            })
    void anythingElseIsContent(String text) throws IOException {
        assertEquals(Optional.empty(), GitLfsPointer.in(file(text)));
        assertEquals(Sha256.of(file(text)), GitLfsPointer.sha256Of(file(text)));
    }

    @Test
    void longFilesAreContent() throws IOException {
        String long1024 = START + "x " + "a".repeat(1024) + "\noid sha256:" + DIGEST + "\nsize 12345\n";
        assertEquals(Optional.empty(), GitLfsPointer.in(file(long1024)));
        assertEquals(Optional.empty(), GitLfsPointer.in(folder), "a folder");
        assertEquals(Optional.empty(), GitLfsPointer.in(folder.resolve("none.jpg")), "nothing");
    }
}
