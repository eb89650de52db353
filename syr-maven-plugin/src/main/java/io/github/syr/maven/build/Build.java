package io.github.syr.maven.build;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;

/**
 * The build that a goal runs in, as services see it.
 *
 * @param pluginArtifacts this plugin's class path, with what the user added to it as plugin dependencies
 */
public record Build(MavenSession session, MavenProject project, List<Artifact> pluginArtifacts, Log log) {

    public Build {
        pluginArtifacts = List.copyOf(pluginArtifacts);
    }

    /** The module, for people. */
    public String module() {
        return project.getArtifactId();
    }

    /** Jars and class folders of the plugin's class path. */
    public List<Path> pluginFiles() {
        return pluginArtifacts.stream()
                .map(Artifact::getFile)
                .filter(Objects::nonNull)
                .map(File::toPath)
                .toList();
    }

    /** Whether the environment variable CI says so, as those of build servers do. */
    public boolean isContinuousIntegration() {
        String ci = session.getSystemProperties().getProperty("env.CI", "");
        return !ci.isBlank() && !ci.equals("false");
    }

    public RepositorySystemSession repositorySession() {
        return session.getRepositorySession();
    }

    /** Where a checkpoint is looked for: the project's dependencies come from there too. */
    public List<RemoteRepository> projectRepositories() {
        return project.getRemoteProjectRepositories();
    }

    /** Where natives are looked for: the plugin came from there. */
    public List<RemoteRepository> pluginRepositories() {
        return project.getRemotePluginRepositories();
    }
}
