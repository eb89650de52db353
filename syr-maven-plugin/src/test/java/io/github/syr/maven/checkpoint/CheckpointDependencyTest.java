package io.github.syr.maven.checkpoint;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.maven.TestBuilds;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.model.Dependency;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.junit.jupiter.api.Test;

class CheckpointDependencyTest {

    private static final DefaultArtifact CHECKPOINT = new DefaultArtifact("io.github.syr:syr-checkpoint-tiny:0.1.0");

    private static Artifact dependency(String version, String scope) {
        return TestBuilds.artifact("io.github.syr", "syr-checkpoint-tiny", version, scope, "jar", null);
    }

    private static String refused(org.eclipse.aether.artifact.Artifact checkpoint, Artifact... dependencies) {
        return assertThrows(
                        SyrException.class,
                        () -> CheckpointDependency.require(
                                checkpoint, Set.of(dependencies), "org.example:ring-adapter"))
                .getMessage()
                .replace("\r", "");
    }

    @Test
    void isThereAtCompileOrRuntimeScope() {
        for (String scope : Set.of("compile", "runtime")) {
            assertDoesNotThrow(() -> CheckpointDependency.require(
                    CHECKPOINT, Set.of(dependency("0.1.0", scope)), "org.example:ring-adapter"));
        }
    }

    @Test
    void givesTheLinesToPaste() {
        String message = refused(CHECKPOINT);
        assertTrue(
                message.startsWith("An application that uses org.example:ring-adapter needs the base checkpoint"),
                message);
        assertTrue(message.contains("the module has no such dependency"), message);
        assertTrue(message.endsWith("""
                        <dependency>
                          <groupId>io.github.syr</groupId>
                          <artifactId>syr-checkpoint-tiny</artifactId>
                          <version>0.1.0</version>
                          <scope>runtime</scope>
                        </dependency>"""), message);
        assertTrue(refused(new DefaultArtifact("a:b:pth:fp32:1"))
                .contains("  <type>pth</type>\n  <classifier>fp32</classifier>\n"));
    }

    private static Dependency declared(String artifactId, String version, String scope) {
        Dependency dependency = new Dependency();
        dependency.setGroupId("io.github.syr");
        dependency.setArtifactId(artifactId);
        dependency.setVersion(version);
        dependency.setScope(scope);
        return dependency;
    }

    private static void requireDeclared(Dependency... declared) {
        CheckpointDependency.requireDeclared(CHECKPOINT, List.of(declared), "org.example:ring-adapter");
    }

    /** Before a training, by the POM alone. */
    @Test
    void isMissedBeforeDependenciesAreResolved() {
        assertThrows(SyrException.class, () -> requireDeclared());
        assertThrows(SyrException.class, () -> requireDeclared(declared("junit", "4", "test")));
        assertThrows(SyrException.class, () -> requireDeclared(declared("syr-checkpoint-tiny", "0.1.0", "test")));
        assertThrows(SyrException.class, () -> requireDeclared(declared("syr-checkpoint-tiny", "0.0.9", "runtime")));
        requireDeclared(declared("syr-checkpoint-tiny", "0.1.0", "runtime"));
        requireDeclared(declared("syr-checkpoint-tiny", "0.1.0", null));
        requireDeclared(declared("words", "1", "compile")); // which may bring it
    }

    @Test
    void doesntCountWhereItStaysBehind() {
        assertTrue(refused(CHECKPOINT, dependency("0.1.0", "test")).contains("stays behind (scope test)"));
        Artifact optional = dependency("0.1.0", "runtime");
        optional.setOptional(true);
        assertTrue(refused(CHECKPOINT, optional).contains("stays behind (scope runtime, optional)"));
        assertTrue(refused(CHECKPOINT, dependency("0.0.9", "runtime")).contains("the module depends on version 0.0.9"));
    }
}
