package io.github.syr.maven.checkpoint;

import io.github.syr.error.SyrException;
import java.util.Collection;
import java.util.List;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Dependency;
import org.eclipse.aether.artifact.Artifact;

/**
 * A base checkpoint that came as a Maven artifact reaches the applications that use the adapter as a dependency of it.
 * Nobody's POM is rewritten, so the module has to declare it.
 */
public final class CheckpointDependency {

    private CheckpointDependency() {}

    /**
     * @param module's coordinates, for the message
     * @param dependencies of the module, resolved, with scopes
     * @throws SyrException with the lines to paste, if the checkpoint isn't one that goes along
     */
    public static void require(
            Artifact checkpoint, Collection<org.apache.maven.artifact.Artifact> dependencies, String module) {
        var found = dependencies.stream()
                .filter(dependency -> isSame(dependency, checkpoint))
                .findFirst();
        if (found.isPresent()
                && found.get().getBaseVersion().equals(checkpoint.getBaseVersion())
                && goesAlong(found.get())) {
            return;
        }
        throw SyrException.badRequest(
                "An application that uses " + module + " needs the base checkpoint " + checkpoint + " at run time, and "
                        + found.map(dependency -> why(dependency, checkpoint))
                                .orElse("the module has no such dependency")
                        + ".",
                "Add this to the module's POM:" + System.lineSeparator() + lines(checkpoint));
    }

    /**
     * As {@link #require}, before dependencies are resolved, by what the POM declares. One that another dependency may
     * bring is left to be looked for later.
     *
     * @param declared by the module, with what it inherits
     */
    public static void requireDeclared(Artifact checkpoint, List<Dependency> declared, String module) {
        List<org.apache.maven.artifact.Artifact> dependencies =
                declared.stream().map(CheckpointDependency::artifact).toList();
        boolean mayComeAlong =
                declared.stream().anyMatch(dependency -> scope(dependency).matches("compile|runtime"));
        if (!mayComeAlong || dependencies.stream().anyMatch(dependency -> isSame(dependency, checkpoint))) {
            require(checkpoint, dependencies, module);
        }
    }

    private static String scope(Dependency dependency) {
        return dependency.getScope() == null ? "compile" : dependency.getScope();
    }

    private static org.apache.maven.artifact.Artifact artifact(Dependency dependency) {
        var artifact = new org.apache.maven.artifact.DefaultArtifact(
                dependency.getGroupId(),
                dependency.getArtifactId(),
                dependency.getVersion(),
                scope(dependency),
                dependency.getType(),
                dependency.getClassifier(),
                new DefaultArtifactHandler(dependency.getType()));
        artifact.setOptional(dependency.isOptional());
        return artifact;
    }

    private static String why(org.apache.maven.artifact.Artifact dependency, Artifact checkpoint) {
        return dependency.getBaseVersion().equals(checkpoint.getBaseVersion())
                ? "the module's dependency on it stays behind (scope " + dependency.getScope()
                        + (dependency.isOptional() ? ", optional" : "") + ")"
                : "the module depends on version " + dependency.getBaseVersion();
    }

    private static boolean isSame(org.apache.maven.artifact.Artifact dependency, Artifact checkpoint) {
        return dependency.getGroupId().equals(checkpoint.getGroupId())
                && dependency.getArtifactId().equals(checkpoint.getArtifactId())
                && dependency.getType().equals(checkpoint.getExtension())
                && (dependency.getClassifier() == null ? "" : dependency.getClassifier())
                        .equals(checkpoint.getClassifier());
    }

    private static boolean goesAlong(org.apache.maven.artifact.Artifact dependency) {
        return !dependency.isOptional()
                && ("compile".equals(dependency.getScope()) || "runtime".equals(dependency.getScope()));
    }

    private static String lines(Artifact checkpoint) {
        StringBuilder xml = new StringBuilder("<dependency>\n");
        xml.append("  <groupId>").append(checkpoint.getGroupId()).append("</groupId>\n");
        xml.append("  <artifactId>").append(checkpoint.getArtifactId()).append("</artifactId>\n");
        xml.append("  <version>").append(checkpoint.getBaseVersion()).append("</version>\n");
        if (!checkpoint.getExtension().equals("jar")) {
            xml.append("  <type>").append(checkpoint.getExtension()).append("</type>\n");
        }
        if (!checkpoint.getClassifier().isEmpty()) {
            xml.append("  <classifier>").append(checkpoint.getClassifier()).append("</classifier>\n");
        }
        return xml.append("  <scope>runtime</scope>\n</dependency>").toString();
    }
}
