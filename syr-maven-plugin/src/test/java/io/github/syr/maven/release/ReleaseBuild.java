package io.github.syr.maven.release;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.syr.maven.build.Build;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.DeploymentRepository;
import org.apache.maven.model.DistributionManagement;
import org.apache.maven.model.Model;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.DefaultSessionData;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.supplier.RepositorySystemSupplier;

/** A build of {@code org.example:ring-adapter} with a real resolver and a local repository of its own. */
public final class ReleaseBuild {

    private final RepositorySystem system = new RepositorySystemSupplier().get();
    private final DefaultRepositorySystemSession resolving = MavenRepositorySystemUtils.newSession();
    private final Properties environment = new Properties();
    private final Log log = mock(Log.class);
    private final Model model = new Model();

    public ReleaseBuild(Path localRepository) {
        resolving.setLocalRepositoryManager(
                system.newLocalRepositoryManager(resolving, new LocalRepository(localRepository.toFile())));
        resolving.setConfigProperty("aether.connector.http.retryHandler.count", 0);
        resolving.setConfigProperty("aether.connector.requestTimeout", 400);
        resolving.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_IGNORE);
        model.setGroupId("org.example");
        model.setArtifactId("ring-adapter");
    }

    public RepositorySystem system() {
        return system;
    }

    public DefaultRepositorySystemSession resolving() {
        return resolving;
    }

    public Log log() {
        return log;
    }

    public void environment(String name, String value) {
        environment.setProperty("env." + name, value);
    }

    void deploysTo(String id, String url) {
        DeploymentRepository repository = new DeploymentRepository();
        repository.setId(id);
        repository.setUrl(url);
        model.setDistributionManagement(new DistributionManagement());
        model.getDistributionManagement().setRepository(repository);
    }

    public Build of(String version, RemoteRepository... repositories) {
        model.setVersion(version);
        MavenProject project = new MavenProject(model) {
            @Override
            public List<RemoteRepository> getRemoteProjectRepositories() {
                return List.of(repositories);
            }
        };
        MavenSession session = mock(MavenSession.class);
        // what one build has asked it doesn't ask again; each is a build of its own
        DefaultRepositorySystemSession own = new DefaultRepositorySystemSession(resolving);
        own.setData(new DefaultSessionData());
        when(session.getRepositorySession()).thenReturn(own);
        when(session.getSystemProperties()).thenReturn(environment);
        return new Build(session, project, List.of(), log);
    }

    /** An {@code adapter.json} of one test image. */
    static String manifest(double dice, String image) {
        return """
                {"schema": "syr/adapter/1", "of another SYR": 1,
                 "base": {"name": "tiny", "sha256": "b"}, "adapter": {"sha256": "w"},
                 "splits": {"test": {"images": 1, "sha256": "t"}},
                 "metrics": {"test": {"mean": {"dice": %1$s, "holeError": 0.1}, "images": {"%2$s": {"dice": %1$s, "holeError": null}}}}}
                """.formatted(dice, image);
    }
}
