package io.github.syr.runcache;

import io.github.syr.message.RunCaching;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Results by their digests. Several builds may use it at once. What goes wrong with it is a warning: no build fails
 * that could have trained instead.
 */
public final class RunCache {

    private final Slots slots;
    private final long maxBytes;
    private final InstantSource clock;
    private final Consumer<String> warnings;
    private final RunExchange exchange;

    /**
     * A cache in a folder, without another place for its entries.
     *
     * @param folder need not exist
     * @param maxBytes the most that entries take together; with 0 nothing is stored, and nothing found
     * @param clock says when an entry was used
     * @param warnings takes sentences
     */
    public RunCache(Path folder, long maxBytes, InstantSource clock, Consumer<String> warnings) {
        this(folder, maxBytes, clock, warnings, RunExchange.NONE);
    }

    private RunCache(Path folder, long maxBytes, InstantSource clock, Consumer<String> warnings, RunExchange exchange) {
        this.slots = new Slots(folder);
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.warnings = warnings;
        this.exchange = exchange;
    }

    /**
     * The cache that a request names.
     *
     * @param exchange asked for what the cache lacks, where the request says that there is one
     */
    public static RunCache of(RunCaching named, Consumer<String> warnings, RunExchange exchange) {
        return new RunCache(
                Path.of(named.folder()),
                named.maxBytes(),
                InstantSource.system(),
                warnings,
                named.shared() ? exchange : RunExchange.NONE);
    }

    /**
     * Puts an entry's files into an output folder.
     *
     * @param root the output folder
     * @return false where there is no such entry; one that is damaged is discarded
     */
    public boolean restore(String digest, Path root) {
        if (maxBytes == 0) {
            return false;
        }
        try {
            Optional<Slot> slot = slots.find(digest);
            if (slot.isPresent() && restore(slot.get(), root)) {
                exchange.kept(digest);
                return true;
            }
            exchange.fetch(digest);
            slot = slots.find(digest);
            return slot.isPresent() && restore(slot.get(), root);
        } catch (IOException e) {
            warnings.accept("The run cache " + slots.root() + " can't be used: " + e + ".");
            return false;
        }
    }

    private boolean restore(Slot slot, Path root) throws IOException {
        Optional<String> identity = slot.identity();
        try {
            EntryReader.restore(slot, root);
        } catch (EntryReader.Damaged e) {
            discard(slot, identity, e.getMessage());
            return false;
        }
        touch(slot);
        return true;
    }

    /** Discards an entry unless another build has removed or replaced it while it was read. */
    private void discard(Slot slot, Optional<String> identity, String why) throws IOException {
        if (identity.isPresent() && identity.equals(slot.identity())) {
            discard(slot.digest(), why);
        }
    }

    private void touch(Slot slot) {
        try {
            slot.touch(clock.instant());
        } catch (IOException e) {
            // of a cache that can only be read nothing is removed, so the order of use is of no account
        }
    }

    /** Removes an entry that can't be used, with a warning that says why. */
    public void discard(String digest, String why) {
        warnings.accept("The entry " + digest + " of the run cache " + slots.root() + " is damaged and not used: " + why
                + ". It is discarded.");
        try {
            Optional<Slot> slot = slots.find(digest);
            if (slot.isPresent()) {
                slot.get().delete();
            }
        } catch (IOException e) {
            warnings.accept("The entry " + slots.place(digest) + " can't be deleted: " + e + ". Delete it by hand.");
        }
    }

    /**
     * Keeps a result, and removes what makes the cache too large.
     *
     * @param root the output folder
     * @param files in it, the one last that makes the result whole
     */
    public void store(EntryLabel label, Path root, List<Path> files) {
        if (maxBytes == 0) {
            return;
        }
        try {
            new EntryWriter(slots).write(label, root, files, clock.instant());
            prune();
            offer(label.digest());
        } catch (IOException e) {
            warnings.accept("The run cache " + slots.root() + " can't be written, so " + label.name()
                    + " is kept in the output folder alone: " + e + ".");
        }
    }

    /** Tells the other place for entries of one that is here. */
    public void offer(String digest) {
        try {
            if (maxBytes > 0 && slots.find(digest).isPresent()) {
                exchange.kept(digest);
            }
        } catch (IOException e) {
            warnings.accept("The run cache " + slots.root() + " can't be read: " + e + ".");
        }
    }

    /**
     * Writes an entry into one file, for another machine.
     *
     * @return false where there is no such entry; one that is damaged is discarded
     */
    public boolean pack(String digest, Path zip) throws IOException {
        Optional<Slot> slot = slots.find(digest);
        if (slot.isEmpty()) {
            return false;
        }
        Optional<String> identity = slot.get().identity();
        Optional<String> damage = slot.get().damage();
        if (damage.isPresent()) {
            discard(slot.get(), identity, damage.get());
            return false;
        }
        EntryArchive.write(slot.get(), zip);
        return true;
    }

    /**
     * Takes an entry from a file that {@link #pack} wrote; every byte is verified.
     *
     * @throws io.github.syr.error.SyrException if the file is no archive of that entry; the cache is as it was then
     */
    public void unpack(String digest, Path zip) throws IOException {
        new EntryWriter(slots).unpack(zip, digest, maxBytes);
    }

    /** What is wrong with a file that {@link #pack} should have written; every byte is looked at. */
    public Optional<String> damage(String digest, Path zip) throws IOException {
        return new EntryWriter(slots).damage(zip, digest, maxBytes);
    }

    /**
     * Removes the least recently used entries until the others fit, and what killed builds left.
     *
     * @return the removed entries
     */
    public List<Slot> prune() throws IOException {
        slots.deleteLeftOvers(clock.instant());
        return new Pruner(maxBytes).prune(slots.byUse());
    }

    /** All entries, the least recently used first. */
    public List<Slot> entries() throws IOException {
        return slots.byUse();
    }

    /** The entry most like one that is missing. */
    public Optional<NearestEntry> nearest(EntryLabel missing) {
        try {
            return NearestEntry.of(missing, slots.byUse());
        } catch (IOException e) {
            warnings.accept("The run cache " + slots.root() + " can't be read: " + e + ".");
            return Optional.empty();
        }
    }
}
