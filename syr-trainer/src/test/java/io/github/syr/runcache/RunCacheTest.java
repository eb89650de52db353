package io.github.syr.runcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.syr.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries as builds store, take and lose them. */
class RunCacheTest {

    private static final String LAST = "adapters/rank-4/run.json";

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Path root;
    private Path runs;
    private RunCache cache;

    @BeforeEach
    void writeResult() throws IOException {
        root = folder.resolve("syr");
        runs = folder.resolve("cache/runs");
        cache = cache(1_000_000);
        write("adapters/rank-4/adapter.safetensors", "weights");
        write(LAST, "{}");
    }

    private RunCache cache(long maxBytes) {
        return new RunCache(runs, maxBytes, () -> now, warnings::add);
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<Path> files() {
        return List.of(root.resolve("adapters/rank-4/adapter.safetensors"), root.resolve(LAST));
    }

    private static EntryLabel label(String of) {
        return new EntryLabel(EntryLabel.Kind.TRAINING, Sha256.of(of), "rank-4", "tiny", Map.of("epochs", of));
    }

    private Path entry(String of) {
        return runs.resolve(Sha256.of(of));
    }

    private List<String> stored() throws IOException {
        return cache.entries().stream()
                .map(slot -> slot.entry().label().inputs().get("epochs"))
                .toList();
    }

    @Test
    void givesBackWhatWasStored() throws IOException {
        cache.store(label("1"), root, files());
        Path other = folder.resolve("other");
        assertTrue(cache.restore(Sha256.of("1"), other));
        assertEquals("weights", Files.readString(other.resolve("adapters/rank-4/adapter.safetensors")));
        assertEquals("{}", Files.readString(other.resolve(LAST)));
        try (Stream<Path> left = Files.list(other)) {
            assertEquals(
                    List.of("adapters"),
                    left.map(path -> path.getFileName().toString()).toList());
        }
        assertEquals(List.of(), warnings);
    }

    @Test
    void knowsNothingOfAnotherDigest() throws IOException {
        assertFalse(cache.restore(Sha256.of("1"), folder.resolve("other")), "no cache yet");
        cache.store(label("1"), root, files());
        assertFalse(cache.restore(Sha256.of("2"), folder.resolve("other")));
        assertFalse(Files.exists(folder.resolve("other")));
        assertEquals(List.of(), warnings);
    }

    /** The order of use is wrong then, and nothing else is. */
    @Test
    void aClockThatIsSetBackHarmsNoEntry() throws IOException {
        cache.store(label("1"), root, files());
        now = now.minus(Duration.ofDays(400));
        cache.store(label("2"), root, files());
        assertEquals(List.of("2", "1"), stored());
        for (String of : List.of("1", "2")) {
            assertTrue(cache.restore(Sha256.of(of), folder.resolve("other")));
        }
        long one = cache.entries().get(0).bytes();
        assertEquals(1, cache(one).prune().size());
        assertEquals(1, stored().size());
        assertEquals(List.of(), warnings);
    }

    @Test
    void discardsAnEntryWithOneFlippedBit() throws IOException {
        cache.store(label("1"), root, files());
        Path file = entry("1").resolve("content/adapters/rank-4/adapter.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[3] ^= 1;
        Files.write(file, bytes);
        Path other = folder.resolve("other");
        assertFalse(cache.restore(Sha256.of("1"), other));
        assertEquals(
                List.of("The entry " + Sha256.of("1") + " of the run cache " + runs + " is damaged and not used:"
                        + " adapters/rank-4/adapter.safetensors is not as it was stored. It is discarded."),
                warnings);
        assertFalse(Files.exists(other.resolve("adapters")), "nothing of it is put in place");
        assertFalse(Files.exists(entry("1")));
        cache.store(label("1"), root, files());
        assertTrue(cache.restore(Sha256.of("1"), other), "stored anew");
    }

    @Test
    void discardsAnEntryUnderTheNameOfAnother() throws IOException {
        cache.store(label("1"), root, files());
        Files.move(entry("1"), entry("2"));
        assertFalse(cache.restore(Sha256.of("2"), folder.resolve("other")));
        assertTrue(warnings.get(0).contains("its manifest is of the digest " + Sha256.of("1")), warnings.get(0));
    }

    @Test
    void refusesNamesThatLeadOut() throws IOException {
        cache.store(label("1"), root, files());
        Path manifest = entry("1").resolve("entry.json");
        Files.writeString(manifest, Files.readString(manifest).replace(LAST, "../../evil.json"));
        assertFalse(cache.restore(Sha256.of("1"), folder.resolve("other")));
        assertTrue(warnings.get(0).contains("has a file named \"../../evil.json\""), warnings.get(0));
    }

    @Test
    void ignoresAHalfWrittenEntryAndRemovesItAfterADay() throws IOException {
        cache.store(label("1"), root, files());
        Path partial = runs.resolve(".f3.partial");
        Files.createDirectories(partial.resolve("content"));
        Files.setLastModifiedTime(partial, FileTime.from(now));
        assertEquals(List.of("1"), stored());
        cache.prune();
        assertTrue(Files.exists(partial), "another build may be writing it");
        now = now.plus(Duration.ofDays(2));
        cache.prune();
        assertFalse(Files.exists(partial));
    }

    @Test
    void removesTheLeastRecentlyUsed() throws IOException {
        for (String of : List.of("1", "2", "3")) {
            cache.store(label(of), root, files());
            now = now.plusSeconds(60);
        }
        assertTrue(cache.restore(Sha256.of("1"), folder.resolve("other")));
        assertEquals(List.of("2", "3", "1"), stored());
        long size = cache.entries().get(0).bytes();
        List<Slot> removed = cache(size * 2).prune();
        assertEquals(List.of(Sha256.of("2")), removed.stream().map(Slot::digest).toList());
        assertEquals(List.of("3", "1"), stored());
        now = now.plusSeconds(60);
        cache(size * 2).store(label("4"), root, files());
        assertEquals(List.of("1", "4"), stored());
    }

    @Test
    void aSizeOfZeroKeepsNothing() throws IOException {
        cache(0).store(label("1"), root, files());
        assertFalse(Files.exists(runs));
        cache.store(label("1"), root, files());
        assertFalse(cache(0).restore(Sha256.of("1"), folder.resolve("other")));
    }

    /** All of them store the same digest at once, again and again, and take it: nobody ever sees half of it. */
    @Test
    void writersAtOnceLeaveOneWholeEntry() throws Exception {
        int writers = 4;
        int rounds = 20;
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        CyclicBarrier barrier = new CyclicBarrier(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<Void>> ends = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Path other = folder.resolve("other-" + i);
                Callable<Void> writer = () -> {
                    RunCache own = new RunCache(runs, 1_000_000, () -> now, heard::add);
                    for (int round = 0; round < rounds; round++) {
                        barrier.await();
                        own.store(label("1"), root, files());
                        own.restore(Sha256.of("1"), other);
                    }
                    return null;
                };
                ends.add(threads.submit(writer));
            }
            for (Future<Void> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(List.of(), heard);
        assertEquals(List.of("1"), stored());
        assertEquals(Optional.empty(), cache.entries().get(0).damage());
        try (Stream<Path> left = Files.list(runs)) {
            assertEquals(1, left.count(), "no temporary folders");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsAWarning() throws IOException {
        // where a folder should be, a file: also root can't write into that
        Files.createDirectories(runs.getParent());
        Files.writeString(runs, "");
        cache.store(label("1"), root, files());
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.get(0)
                        .startsWith("The run cache " + runs
                                + " can't be written, so rank-4 is kept in the output folder alone: "),
                warnings.get(0));
        assertFalse(cache.restore(Sha256.of("1"), folder.resolve("other")));
    }

    @Test
    void isReadWhereItCanOnlyBeRead() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        cache.store(label("1"), root, files());
        Files.setPosixFilePermissions(runs, PosixFilePermissions.fromString("r-x------"));
        try {
            assertTrue(cache.restore(Sha256.of("1"), folder.resolve("other")));
            assertEquals(List.of(), warnings);
        } finally {
            Files.setPosixFilePermissions(runs, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void isPrivate() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        cache.store(label("1"), root, files());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(runs)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(entry("1"))));
    }

    @Test
    void namesTheNearestEntryAndWhatDiffers() throws IOException {
        cache.store(
                new EntryLabel(
                        EntryLabel.Kind.TRAINING,
                        Sha256.of("far"),
                        "rank-4",
                        "tiny",
                        Map.of("epochs", "9", "seed", "3", "train", Sha256.of("x"))),
                root,
                files());
        cache.store(
                new EntryLabel(
                        EntryLabel.Kind.TRAINING,
                        Sha256.of("near"),
                        "rank-4",
                        "tiny",
                        Map.of("epochs", "9", "seed", "0", "train", Sha256.of("x"))),
                root,
                files());
        NearestEntry nearest = cache.nearest(new EntryLabel(
                        EntryLabel.Kind.TRAINING,
                        Sha256.of("missing"),
                        "rank-4",
                        "tiny",
                        Map.of("epochs", "9", "seed", "0", "train", Sha256.of("y"))))
                .orElseThrow();
        assertEquals(Sha256.of("near"), nearest.digest());
        assertEquals(
                List.of("train (" + Sha256.of("x").substring(0, 12) + "… there, "
                        + Sha256.of("y").substring(0, 12) + "… here)"),
                nearest.differences());
    }
}
