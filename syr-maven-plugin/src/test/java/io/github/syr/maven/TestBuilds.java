package io.github.syr.maven;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.syr.maven.build.Build;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositorySystemSession;

/** Builds, artifacts and jars as tests need them. */
public final class TestBuilds {

    private TestBuilds() {}

    /** A build of {@code org.example:ring-adapter:1.2.0} in a folder. */
    public static Build build(Path basedir, List<Artifact> pluginArtifacts, Log log) {
        MavenProject project = new MavenProject(new Model());
        project.setFile(basedir.resolve("pom.xml").toFile());
        project.setGroupId("org.example");
        project.setArtifactId("ring-adapter");
        project.setVersion("1.2.0");
        MavenSession session = mock(MavenSession.class);
        when(session.getRepositorySession()).thenReturn(new DefaultRepositorySystemSession());
        return new Build(session, project, pluginArtifacts, log);
    }

    /** An artifact; its file may be null. */
    public static Artifact artifact(
            String groupId, String artifactId, String version, String scope, String type, File file) {
        Artifact artifact =
                new DefaultArtifact(groupId, artifactId, version, scope, type, null, new DefaultArtifactHandler(type));
        artifact.setFile(file);
        return artifact;
    }

    /** A jar of entries: name, content, name, content. */
    public static Path jar(Path file, String... entries) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry(entries[i]));
                zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return file;
    }
}
