package io.github.syr.maven.release;

import io.github.syr.adapter.AdapterJar;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import io.github.syr.maven.build.Build;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.metadata.DefaultMetadata;
import org.eclipse.aether.metadata.Metadata;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.MetadataRequest;
import org.eclipse.aether.resolution.MetadataResult;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.MetadataNotFoundException;
import org.eclipse.aether.transfer.RepositoryOfflineException;

/**
 * Finds the release that an adapter is compared with. Versions count that a repository lists: what is merely installed
 * on this machine does not, nor do snapshots. Of the release its jar alone is resolved.
 */
@Named
@Singleton
public class LastRelease {

    private static final String CONTEXT = "syr";

    private final RepositorySystem system;

    @Inject
    public LastRelease(RepositorySystem system) {
        this.system = system;
    }

    /**
     * Asks the repositories.
     *
     * @param lastRelease the parameter of this name
     * @throws SyrException if the parameter is invalid, a pinned release isn't there, or its adapter can't be compared
     */
    public Answer find(Build build, Optional<String> lastRelease) {
        ReleaseSpec spec = ReleaseSpec.of(lastRelease, build.project());
        return build.repositorySession().isOffline()
                ? new Answer.Unknown("Maven is offline")
                : look(spec, build, false);
    }

    /** As {@link #find}, in what earlier builds brought into the local repository. */
    public Answer findCached(Build build, Optional<String> lastRelease) {
        return look(ReleaseSpec.of(lastRelease, build.project()), build, true);
    }

    private Answer look(ReleaseSpec spec, Build build, boolean offline) {
        DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(build.repositorySession());
        session.setOffline(offline);
        // a day-old list could hide the newest release, and a day-old failure the repaired repository
        session.setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS);
        session.setWorkspaceReader(null);
        List<RemoteRepository> repositories =
                ReleaseRepositories.of(build.project(), build.projectRepositories(), system, session);
        if (spec.version().isPresent()) {
            return jar(spec, spec.version().get(), repositories, session)
                    .answer(build, spec, spec.version().get(), List.of());
        }
        List<String> silent = new ArrayList<>();
        Map<String, List<RemoteRepository>> holders = new TreeMap<>();
        for (RemoteRepository repository : repositories) {
            try {
                versions(spec, repository, session)
                        .forEach(version -> holders.computeIfAbsent(version, v -> new ArrayList<>())
                                .add(repository));
            } catch (IOException e) {
                silent.add(Words.of(repository) + ": " + Words.of(e));
            }
        }
        Optional<String> newest = ReleasedVersions.newest(holders.keySet(), spec.below());
        if (newest.isPresent()) {
            return jar(spec, newest.get(), holders.get(newest.get()), session)
                    .answer(build, spec, newest.get(), silent);
        }
        return silent.isEmpty()
                ? new Answer.NeverReleased(spec.key() + " has no release"
                        + spec.below().map(version -> " below " + version).orElse("") + " in "
                        + repositories.stream().map(Words::of).collect(Collectors.joining(", ")))
                : new Answer.Unknown(String.join("; ", silent));
    }

    /** None where the repository answers that it has no metadata; an exception where it doesn't answer. */
    private List<String> versions(ReleaseSpec spec, RemoteRepository repository, RepositorySystemSession session)
            throws IOException {
        MetadataRequest request = new MetadataRequest(
                new DefaultMetadata(spec.groupId(), spec.artifactId(), "maven-metadata.xml", Metadata.Nature.RELEASE),
                repository,
                CONTEXT);
        MetadataResult result =
                system.resolveMetadata(session, List.of(request)).get(0);
        Exception failure = result.getException();
        if (failure instanceof MetadataNotFoundException && !isOffline(failure)) {
            return List.of();
        }
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        return result.getMetadata() == null || result.getMetadata().getFile() == null
                ? List.of()
                : ReleasedVersions.read(result.getMetadata().getFile());
    }

    private static boolean isOffline(Throwable failure) {
        return failure.getCause() instanceof RepositoryOfflineException;
    }

    private Jar jar(
            ReleaseSpec spec, String version, List<RemoteRepository> repositories, RepositorySystemSession session) {
        ArtifactRequest request = new ArtifactRequest(
                new DefaultArtifact(spec.groupId(), spec.artifactId(), "jar", version), repositories, CONTEXT);
        try {
            return new Jar(
                    Optional.of(system.resolveArtifact(session, request)
                            .getArtifact()
                            .getFile()
                            .toPath()),
                    "",
                    false);
        } catch (ArtifactResolutionException e) {
            List<Exception> failures = e.getResult().getExceptions();
            boolean missing = failures.stream()
                    .allMatch(failure -> failure instanceof ArtifactNotFoundException && !isOffline(failure));
            String failure = failures.stream().map(Words::of).distinct().collect(Collectors.joining("; "));
            return new Jar(Optional.empty(), failure.isEmpty() ? Words.of(e) : failure, missing);
        }
    }

    /**
     * The jar of a release.
     *
     * @param failure why there is no file
     * @param missing whether every repository answered that it has none
     */
    private record Jar(Optional<Path> file, String failure, boolean missing) {

        Answer answer(Build build, ReleaseSpec spec, String version, List<String> silent) {
            if (file.isEmpty()) {
                if (missing && spec.version().isPresent()) {
                    throw SyrException.badRequest(
                            "lastRelease " + version + " of " + spec.key() + " isn't in the project's repositories: "
                                    + failure + ".",
                            "Correct <lastRelease>, or leave it out.");
                }
                return new Answer.Unknown(
                        missing
                                ? spec.key() + ":" + version + " is listed, but its jar isn't there: " + failure
                                : failure);
            }
            Optional<ByteSource> manifest = AdapterJar.manifest(file.get());
            return manifest.<Answer>map(source -> new Answer.Found(
                            ReleasedAdapter.read(file.get(), source, spec.name(version, build.project())), silent))
                    .orElseGet(() -> new Answer.NeverReleased(
                            spec.key() + ":" + version + ", the last release, holds no adapter"));
        }
    }
}
