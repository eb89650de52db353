package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.OutputLayout;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Whether what an earlier run wrote is still true. Files are hashed, none is decoded. */
final class UpToDate {

    private UpToDate() {}

    /** What is there, and in what format it was. */
    record Found(Dataset dataset, Stamp stamp) {}

    /** What is there, if settings, names and content of all files that were read, and all files that were written are unchanged. */
    static Optional<Found> check(OutputLayout output, DatasetFolder folder, String settings) {
        Path stampFile = Stamp.in(output.masks());
        if (!Files.isRegularFile(output.dataset()) || !Files.isRegularFile(stampFile)) {
            return Optional.empty();
        }
        try {
            Dataset dataset = Dataset.read(output.dataset());
            Stamp stamp = Stamp.read(stampFile);
            boolean same = dataset.settings().equals(settings)
                    && dataset.listing().equals(folder.listing())
                    && unchanged(folder.root(), dataset.sources())
                    && unchanged(output.root(), stamp.files());
            return same ? Optional.of(new Found(dataset, stamp)) : Optional.empty();
        } catch (SyrException | UncheckedIOException e) {
            // of another version, damaged or unreadable: made anew, which says what it can't read
            return Optional.empty();
        }
    }

    private static boolean unchanged(Path folder, Map<String, String> digests) {
        return digests.entrySet().stream().allMatch(entry -> {
            Path file = folder.resolve(entry.getKey());
            return Files.isRegularFile(file) && Files.isReadable(file) && Sha256.of(file).equals(entry.getValue());
        });
    }
}
