package io.github.syr.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.error.SyrException;
import io.github.syr.error.SyrException.Kind;
import io.github.syr.io.Sha256;
import io.github.syr.message.Request;
import io.github.syr.testing.ReferenceFiles;
import io.github.syr.testing.SmallDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCheckpointTest {

    @TempDir
    Path folder;

    /**
     * The mark beside a file of the cache says that it was checked; its size and time say that it is still as it was.
     */
    @Test
    void refusesAFileOfTheCacheThatWasChangedUnderItsMark() throws IOException {
        Path reference = ReferenceFiles.file("mini_sam.safetensors");
        String sha256 = Sha256.of(reference);
        CheckpointStore store = new CheckpointStore(folder.resolve("cache"));
        Path file = store.unpack(sha256, "mini.safetensors", () -> Files.newInputStream(reference), reference);
        assertEquals(sha256, open(file, sha256).source().file().map(Sha256::of).orElseThrow());
        Path changed = Files.createDirectories(folder.resolve("other")).resolve("mini.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(changed, bytes);
        FileTime time = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(changed, time);
        Files.copy(
                file.resolveSibling("mini.safetensors.verified"), changed.resolveSibling("mini.safetensors.verified"));
        assertTrue(store.holds(changed, sha256), "a build trusts the mark");
        SyrException refused = assertThrows(SyrException.class, () -> open(changed, sha256));
        assertEquals(Kind.BAD_DATA, refused.kind());
        assertEquals(
                changed + ": has the SHA-256 " + Sha256.of(changed) + " instead of " + sha256
                        + ": it was changed after it had been checked. Delete the file, so that the build gets the"
                        + " checkpoint again.",
                refused.getMessage());
    }

    private SamCheckpoint open(Path file, String sha256) throws IOException {
        Request request = new Request(
                Request.SCHEMA,
                Request.Task.EVALUATE,
                folder.resolve("out").toString(),
                Optional.of(new Request.Checkpoint("mini", file.toString(), sha256, "mini", OptionalInt.of(2))),
                SmallDataset.in(Files.createTempDirectory(folder, "data"))
                        .request("out", 1, 1e-3, 1)
                        .dataset(),
                SmallDataset.in(Files.createTempDirectory(folder, "data"))
                        .request("out", 1, 1e-3, 1)
                        .training(),
                new Request.Execution("cpu", 1));
        try (Session session = new Session(request, event -> {}, () -> {})) {
            return session.checkpoint();
        }
    }
}
