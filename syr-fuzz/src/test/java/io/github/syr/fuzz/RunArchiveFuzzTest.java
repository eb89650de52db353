package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.io.Sha256;
import io.github.syr.runcache.EntryLabel;
import io.github.syr.runcache.RunCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run repository may give for an entry of the run cache. */
class RunArchiveFuzzTest {

    private static final String DIGEST = Sha256.of("1");

    private static RunCache cache() {
        return new RunCache(Reading.folder("runs"), 1 << 20, () -> Instant.EPOCH, text -> {});
    }

    static Stream<byte[]> seeds() {
        try {
            Path root = Reading.folder("output");
            Path weights = Files.writeString(root.resolve("adapter.safetensors"), "weights".repeat(20));
            Path run = Files.writeString(root.resolve("run.json"), "{}");
            cache().store(
                            new EntryLabel(EntryLabel.Kind.TRAINING, DIGEST, "rank-4", "tiny", Map.of("epochs", "1")),
                            root,
                            List.of(weights, run));
            Path zip = root.resolve("run.zip");
            if (!cache().pack(DIGEST, zip)) {
                throw new IllegalStateException("nothing to start from");
            }
            return Stream.of(Files.readAllBytes(zip));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] file) {
        Path zip = Reading.file("run.zip", file);
        Reading.of(() -> cache().damage(DIGEST, zip));
    }
}
