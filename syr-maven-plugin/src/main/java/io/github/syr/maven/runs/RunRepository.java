package io.github.syr.maven.runs;

import io.github.syr.maven.build.Build;
import io.github.syr.message.RunCaching;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.deployment.DeployRequest;
import org.eclipse.aether.deployment.DeploymentException;
import org.eclipse.aether.metadata.Metadata;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ResolutionErrorPolicy;
import org.eclipse.aether.resolution.ResolutionErrorPolicyRequest;
import org.eclipse.aether.transfer.ArtifactNotFoundException;

/** Entries of the run cache as artifacts: {@code <artifactId>-run}, a zip, whose version is the entry's digest. */
@Named
@Singleton
public class RunRepository {

    private final RepositorySystem system;

    /** The local repository keeps no record of what a repository lacked. */
    private static final class RememberNothing implements ResolutionErrorPolicy {

        @Override
        public int getArtifactPolicy(RepositorySystemSession session, ResolutionErrorPolicyRequest<Artifact> request) {
            return CACHE_DISABLED;
        }

        @Override
        public int getMetadataPolicy(RepositorySystemSession session, ResolutionErrorPolicyRequest<Metadata> request) {
            return CACHE_DISABLED;
        }
    }

    @Inject
    public RunRepository(RepositorySystem system) {
        this.system = system;
    }

    /** What moves between it and the run cache of this machine while a worker runs. */
    public SharedRuns open(Build build, RunSharing sharing, RunCaching local) {
        return new SharedRuns(this, build, sharing, local);
    }

    /** An entry's coordinates. */
    static Artifact artifact(Build build, String digest) {
        return new DefaultArtifact(
                build.project().getGroupId(), build.project().getArtifactId() + "-run", "zip", digest);
    }

    /**
     * Looks for an entry.
     *
     * @return none where the repository answers that it has none
     * @throws ArtifactResolutionException if it gives no answer
     */
    Optional<Path> find(Build build, RunSharing sharing, String digest) throws ArtifactResolutionException {
        DefaultRepositorySystemSession session = session(build);
        RepositoryPolicy policy = new RepositoryPolicy(
                true, RepositoryPolicy.UPDATE_POLICY_ALWAYS, RepositoryPolicy.CHECKSUM_POLICY_WARN);
        RemoteRepository repository = new RemoteRepository.Builder(sharing.id(), "default", sharing.url())
                .setPolicy(policy)
                .build();
        List<RemoteRepository> repositories = system.newResolutionRepositories(session, List.of(repository));
        try {
            return Optional.of(
                    system.resolveArtifact(session, new ArtifactRequest(artifact(build, digest), repositories, "syr"))
                            .getArtifact()
                            .getFile()
                            .toPath());
        } catch (ArtifactResolutionException e) {
            if (!session.isOffline()
                    && e.getResult().getExceptions().stream().allMatch(ArtifactNotFoundException.class::isInstance)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @throws DeploymentException if it can't be put there */
    void put(Build build, RunSharing sharing, String digest, Path zip) throws DeploymentException {
        DefaultRepositorySystemSession session = session(build);
        RemoteRepository repository = new RemoteRepository.Builder(sharing.id(), "default", sharing.url()).build();
        system.deploy(
                session,
                new DeployRequest()
                        .setRepository(system.newDeploymentRepository(session, repository))
                        .addArtifact(artifact(build, digest).setFile(zip.toFile())));
    }

    private static DefaultRepositorySystemSession session(Build build) {
        DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(build.repositorySession());
        // a run that was missing a minute ago may have been uploaded since
        session.setResolutionErrorPolicy(new RememberNothing());
        session.setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS);
        session.setWorkspaceReader(null);
        return session;
    }
}
