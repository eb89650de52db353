package io.github.syr.maven.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.maven.TestBuilds;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.build.Repository;
import io.github.syr.message.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.logging.Log;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialAdapterResolverTest {

    private static final String ENTRY = "META-INF/syr/com.example/rings/adapter.safetensors";

    @TempDir
    Path folder;

    private final Repository repository = mock(Repository.class);

    private Request.InitialAdapter resolve(String text) {
        Build build = TestBuilds.build(folder, List.of(), mock(Log.class));
        return new InitialAdapterResolver(repository).resolve(text, build, folder.resolve("out"));
    }

    @Test
    void takesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("adapter.safetensors"), "weights");
        assertEquals(
                new Request.InitialAdapter("adapter.safetensors", file.toString(), Sha256.of("weights")),
                resolve("adapter.safetensors"));
    }

    @Test
    void takesWhatAJarHolds() {
        TestBuilds.jar(folder.resolve("rings.jar"), ENTRY, "weights", "a.txt", "");
        Path file = folder.resolve("out/initial-adapter.safetensors");
        assertEquals(
                new Request.InitialAdapter("rings.jar", file.toString(), Sha256.of("weights")), resolve("rings.jar"));
    }

    @Test
    void takesWhatARepositoryHas() {
        String coordinates = "com.example:rings:1.0.0";
        when(repository.file(any(), any(), eq(new DefaultArtifact(coordinates)), eq("the initial adapter")))
                .thenReturn(TestBuilds.jar(folder.resolve("rings-1.0.0.jar"), ENTRY, "weights"));
        Request.InitialAdapter resolved = resolve(coordinates);
        assertEquals(coordinates, resolved.name());
        assertEquals(Sha256.of("weights"), resolved.sha256());
    }

    @Test
    void refusesWhatIsNoAdapter() throws IOException {
        assertTrue(message("none.safetensors")
                .startsWith("initialAdapter \"none.safetensors\" is not Maven coordinates, and"));
        TestBuilds.jar(folder.resolve("empty.jar"), "a.txt", "");
        assertTrue(
                message("empty.jar").contains("empty.jar: holds 0 adapters; one is expected."), message("empty.jar"));
        TestBuilds.jar(folder.resolve("two.jar"), ENTRY, "a", ENTRY.replace("rings", "cups"), "b");
        assertTrue(message("two.jar").contains("holds 2 adapters"));
        Files.writeString(folder.resolve("broken.jar"), "PK?");
        assertTrue(message("broken.jar").contains("can't be read as a jar"));
    }

    private String message(String text) {
        return assertThrows(SyrException.class, () -> resolve(text)).getMessage();
    }
}
