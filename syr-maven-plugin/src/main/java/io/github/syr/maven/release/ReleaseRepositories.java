package io.github.syr.maven.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.DeploymentRepository;
import org.apache.maven.model.DistributionManagement;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;

/** Where releases of a project lie. */
final class ReleaseRepositories {

    private ReleaseRepositories() {}

    /** The project's repositories, and the one that it deploys releases to, with what settings.xml says of that. */
    static List<RemoteRepository> of(
            MavenProject project,
            List<RemoteRepository> projectRepositories,
            RepositorySystem system,
            RepositorySystemSession session) {
        List<RemoteRepository> all = new ArrayList<>(projectRepositories);
        Optional.ofNullable(project.getDistributionManagement())
                .map(DistributionManagement::getRepository)
                .filter(repository -> repository.getUrl() != null)
                .map(repository -> deployment(repository, system, session))
                .filter(repository ->
                        all.stream().noneMatch(other -> other.getUrl().equals(repository.getUrl())))
                .ifPresent(all::add);
        return all.stream()
                .filter(repository -> repository.getPolicy(false).isEnabled())
                .toList();
    }

    /** Beside the project's, one of the same id would be dropped, though its address is another. */
    private static RemoteRepository deployment(
            DeploymentRepository repository, RepositorySystem system, RepositorySystemSession session) {
        RemoteRepository remote = new RemoteRepository.Builder(
                        Optional.ofNullable(repository.getId()).orElse("deployment"), "default", repository.getUrl())
                .build();
        return system.newResolutionRepositories(session, List.of(remote)).get(0);
    }
}
