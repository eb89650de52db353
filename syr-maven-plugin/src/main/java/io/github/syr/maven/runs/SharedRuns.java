package io.github.syr.maven.runs;

import io.github.syr.error.Printable;
import io.github.syr.error.SyrException;
import io.github.syr.maven.build.Build;
import io.github.syr.message.Event;
import io.github.syr.message.RunCaching;
import io.github.syr.runcache.RunCache;
import io.github.syr.runcache.RunExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.aether.deployment.DeploymentException;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Moves entries between the run cache of this machine and a run repository, as a worker asks for it. A repository that
 * gives no answer is a warning: the worker knows what it does without it.
 */
public final class SharedRuns implements Consumer<Event> {

    private final RunRepository repository;
    private final Build build;
    private final RunSharing sharing;
    private final RunCache cache;
    private final Set<String> kept = new LinkedHashSet<>();

    SharedRuns(RunRepository repository, Build build, RunSharing sharing, RunCaching local) {
        this.repository = repository;
        this.build = build;
        this.sharing = sharing;
        this.cache = RunCache.of(local, build.log()::warn, RunExchange.NONE);
    }

    /** Fetches what a worker lacks; other events are nothing to it. */
    @Override
    public void accept(Event event) {
        if (event instanceof Event.Wanted wanted) {
            fetch(wanted.digest());
        } else if (event instanceof Event.Kept there) {
            kept.add(there.digest());
        }
    }

    /**
     * Uploads what the repository lacks, where that is asked for. Call it when the worker is done: an upload that fails
     * must not end a training.
     *
     * @throws SyrException if something can't be uploaded
     */
    public void upload() {
        if (sharing.upload()) {
            kept.forEach(this::upload);
        }
    }

    private void fetch(String digest) {
        Optional<Path> zip = find(digest);
        try {
            if (zip.isPresent()) {
                cache.unpack(digest, zip.get());
                build.log().info("Fetched the run " + digest + " from the run repository " + sharing.name() + ".");
            }
        } catch (SyrException | IOException e) {
            build.log()
                    .warn("The run " + digest + " of the run repository " + sharing.name() + " is not used: "
                            + Printable.of(String.valueOf(e.getMessage())));
            // else the local repository would have it even when the other one is mended
            delete(zip.get());
        }
    }

    private Optional<Path> find(String digest) {
        try {
            return repository.find(build, sharing, digest);
        } catch (ArtifactResolutionException e) {
            build.log()
                    .warn("The run repository " + sharing.name() + " gives no answer: "
                            + Printable.of(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** Where the repository has it already, it stays as it is, unless a build was killed while it uploaded. */
    private void upload(String digest) {
        Path zip = null;
        try {
            Optional<Path> there = repository.find(build, sharing, digest);
            if (there.isPresent()) {
                Optional<String> damage = cache.damage(digest, there.get());
                if (damage.isEmpty()) {
                    return;
                }
                build.log()
                        .warn("The run " + digest + " of the run repository " + sharing.name() + " is uploaded again: "
                                + Printable.of(damage.get()));
                delete(there.get());
            }
            zip = Files.createTempFile("syr-run-", ".zip");
            if (cache.pack(digest, zip)) {
                repository.put(build, sharing, digest, zip);
                build.log().info("Uploaded the run " + digest + " to the run repository " + sharing.name() + ".");
            }
        } catch (ArtifactResolutionException | DeploymentException | IOException e) {
            throw SyrException.badRequest(
                    "The run " + digest + " can't be uploaded to the run repository " + sharing.name() + ": "
                            + e.getMessage() + ".",
                    "Correct <runRepository> or the credentials in settings.xml, or leave <runUpload> out; the run is in the"
                            + " run cache of this machine.");
        } finally {
            delete(zip);
        }
    }

    private static void delete(@Nullable Path zip) {
        try {
            if (zip != null) {
                Files.deleteIfExists(zip);
            }
        } catch (IOException e) {
            // a temporary file, or a copy that is verified whenever it is used
        }
    }
}
