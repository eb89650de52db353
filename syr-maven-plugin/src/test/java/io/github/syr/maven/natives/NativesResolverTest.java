package io.github.syr.maven.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.syr.error.SyrException;
import io.github.syr.maven.TestBuilds;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.build.Repository;
import io.github.syr.maven.build.Versions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;

class NativesResolverTest {

    @TempDir
    Path folder;

    private final Repository repository = mock(Repository.class);
    private final NativesResolver resolver = new NativesResolver(repository);

    private Build build(Artifact... plugin) {
        return TestBuilds.build(folder, List.of(plugin), mock(Log.class));
    }

    private String resolved(String natives) {
        ArgumentCaptor<org.eclipse.aether.artifact.Artifact> artifact =
                ArgumentCaptor.forClass(org.eclipse.aether.artifact.Artifact.class);
        when(repository.file(any(), any(), artifact.capture(), any())).thenReturn(folder.resolve("natives.jar"));
        assertEquals(Optional.of(folder.resolve("natives.jar")), resolver.resolve(build(), natives, Map.of()));
        return artifact.getValue().toString();
    }

    @Test
    void takesDjlsForThisMachineByDefault() {
        Platform platform = Platform.ofThisMachine();
        assertEquals(
                "ai.djl.pytorch:pytorch-native-cpu:jar:" + platform.classifier() + ":"
                        + Versions.ofThisPlugin().pytorch(),
                resolved("auto"));
        assertTrue(Versions.ofThisPlugin().pytorch().matches("\\d+\\.\\d+\\.\\d+"), "the POM's version was filled in");
    }

    @Test
    void takesThoseThatTheUserNames() {
        assertEquals(
                "ai.djl.pytorch:pytorch-native-cu128:jar:linux-x86_64:2.7.1",
                resolved("ai.djl.pytorch:pytorch-native-cu128:jar:linux-x86_64:2.7.1"));
    }

    @Test
    void addsNoneToThoseAmongThePluginsDependencies() {
        Path jar = TestBuilds.jar(folder.resolve("cu128.jar"), "native/lib/pytorch.properties", "version=2.7.1");
        Build build = build(
                TestBuilds.artifact("ai.djl.pytorch", "pytorch-native-cu128", "2.7.1", "runtime", "jar", jar.toFile()));
        assertEquals(Optional.empty(), resolver.resolve(build, "auto", Map.of()));
        Mockito.verifyNoInteractions(repository);
    }

    @Test
    void addsNoneWhereTheUserHasAPyTorchOfTheirOwn() {
        assertEquals(
                Optional.empty(), resolver.resolve(build(), "auto", Map.of("PYTORCH_LIBRARY_PATH", "/opt/torch/lib")));
        assertEquals(Optional.empty(), resolver.resolve(build(), "none", Map.of()));
        Mockito.verifyNoInteractions(repository);
    }

    @Test
    void refusesAnythingElse() {
        var e = assertThrows(SyrException.class, () -> resolver.resolve(build(), "cuda", Map.of()));
        assertTrue(
                e.getMessage().startsWith("natives is \"cuda\". It must be auto, none, or Maven coordinates"),
                e.getMessage());
    }
}
