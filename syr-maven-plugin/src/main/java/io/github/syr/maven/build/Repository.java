package io.github.syr.maven.build;

import io.github.syr.error.SyrException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** Single artifacts by coordinates, from the reactor, the local repository or a remote one. */
@Named
@Singleton
public class Repository {

    private final RepositorySystem system;

    @Inject
    public Repository(RepositorySystem system) {
        this.system = system;
    }

    /**
     * The file of an artifact.
     *
     * @param purpose what it is for, for the message: {@code the base checkpoint}
     * @throws SyrException if it can't be had
     */
    public Path file(RepositorySystemSession session, List<RemoteRepository> from, Artifact artifact, String purpose) {
        try {
            return system.resolveArtifact(session, new ArtifactRequest(artifact, from, "syr"))
                    .getArtifact()
                    .getFile()
                    .toPath();
        } catch (ArtifactResolutionException e) {
            String remedy = session.isOffline()
                    ? "Maven is offline: run the goal syr:download once without -o, or install the artifact into the local repository."
                    : "Check the coordinates, and that one of the project's repositories has it.";
            throw new SyrException(
                    SyrException.Kind.BAD_REQUEST,
                    artifact + ", " + purpose + ", can't be resolved: " + e.getMessage() + ".",
                    remedy,
                    e);
        }
    }
}
