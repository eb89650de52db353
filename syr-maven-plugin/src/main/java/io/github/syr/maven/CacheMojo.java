package io.github.syr.maven;

import io.github.syr.error.SyrException;
import io.github.syr.runcache.ByteSize;
import io.github.syr.runcache.CacheListing;
import io.github.syr.runcache.RunCache;
import io.github.syr.runcache.Slot;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists the run cache: each entry's digest, what it is of, when it was last used, its size and the checkpoint's name.
 * By hand; it needs neither a project nor a data set.
 */
@Mojo(name = "cache", requiresProject = false, aggregator = true, threadSafe = true)
public class CacheMojo extends AbstractSyrMojo {

    /**
     * Whether {@code cache} reads every file of every entry; the goal fails where an entry is damaged. Type: true or
     * false. Example: {@code -Dsyr.verify}.
     */
    @Parameter(property = "syr.verify", defaultValue = "false")
    boolean verifyCache;

    /**
     * Whether {@code cache} removes the least recently used entries until the others fit into {@code <cacheSize>}.
     * Type: true or false. Example: {@code -Dsyr.prune}.
     */
    @Parameter(property = "syr.prune", defaultValue = "false")
    boolean pruneCache;

    @Override
    boolean hasWork() {
        return true;
    }

    @Override
    void run() {
        long most = cacheSize.value();
        RunCache cache = new RunCache(runCache(), most, InstantSource.system(), getLog()::warn);
        try {
            if (pruneCache) {
                List<Slot> removed = cache.prune();
                getLog().info("Removed " + entries(removed) + ".");
            }
            List<Slot> slots = cache.entries();
            getLog().info("Run cache " + runCache() + ": " + entries(slots) + " of at most " + ByteSize.text(most));
            CacheListing.lines(slots, ZoneId.systemDefault()).forEach(getLog()::info);
            if (verifyCache) {
                verify(slots);
            }
        } catch (IOException e) {
            throw SyrException.badData(
                    runCache(), "can't be read: " + e + ".", "Correct its permissions, or name another <runCache>.", e);
        }
    }

    private static String entries(List<Slot> slots) {
        long bytes = slots.stream().mapToLong(Slot::bytes).sum();
        return slots.size() + (slots.size() == 1 ? " entry, " : " entries, ") + ByteSize.text(bytes);
    }

    private void verify(List<Slot> slots) {
        int damaged = 0;
        for (Slot slot : slots) {
            Optional<String> damage = slot.damage();
            if (damage.isPresent()) {
                damaged++;
                getLog().warn(slot.folder() + " is damaged: " + damage.get() + ".");
            }
        }
        if (damaged > 0) {
            throw SyrException.badData(
                    runCache(),
                    damaged + " of " + slots.size() + " entries are damaged.",
                    "Delete their folders; a build that meets one discards it and trains anew.");
        }
        getLog().info("All entries are as they were stored.");
    }
}
