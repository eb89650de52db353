package io.github.syr.runcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The cache's folder: a folder for each entry; what begins with a dot is being written or deleted. */
record Slots(Path root) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Longer than any copying takes. */
    private static final Duration LEFT_OVER = Duration.ofDays(1);

    Path place(String digest) {
        return root.resolve(digest);
    }

    Path newPartial() {
        return root.resolve("." + UUID.randomUUID() + ".partial");
    }

    Optional<Slot> find(String digest) throws IOException {
        return slot(place(digest));
    }

    /** All entries, the least recently used first. */
    List<Slot> byUse() throws IOException {
        List<Slot> slots = new ArrayList<>();
        for (Path folder : children()) {
            if (DIGEST.matcher(folder.getFileName().toString()).matches()) {
                slot(folder).ifPresent(slots::add);
            }
        }
        slots.sort(Comparator.comparing(Slot::used).thenComparing(Slot::digest));
        return slots;
    }

    private List<Path> children() throws IOException {
        try (Stream<Path> children = Files.list(root)) {
            return children.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Optional<Slot> slot(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Path manifest = folder.resolve(CacheEntry.FILE);
        try {
            Instant used = Files.getLastModifiedTime(Files.exists(manifest) ? manifest : folder)
                    .toInstant();
            return Optional.of(new Slot(folder, used, FileTree.bytes(folder)));
        } catch (NoSuchFileException e) {
            // another build has deleted it meanwhile
            return Optional.empty();
        }
    }

    /** Deletes what builds left that were killed. */
    void deleteLeftOvers(Instant now) throws IOException {
        for (Path path : children()) {
            String name = path.getFileName().toString();
            boolean temporary = name.startsWith(".") && (name.endsWith(".partial") || name.endsWith(".old"));
            if (temporary && isOlder(path, now.minus(LEFT_OVER))) {
                FileTree.delete(path);
            }
        }
    }

    private static boolean isOlder(Path path, Instant then) throws IOException {
        try {
            return Files.getLastModifiedTime(path).toInstant().isBefore(then);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
