package io.github.syr.maven.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.maven.TestBuilds;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.build.Repository;
import io.github.syr.message.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointResolverTest {

    private static final String CONTENT = "tensors";
    private static final String SHA256 = Sha256.of(CONTENT);

    @TempDir
    Path folder;

    private final Repository repository = mock(Repository.class);
    private final RemoteCheckpoints remote = mock(RemoteCheckpoints.class);
    private final CheckpointResolver resolver = new CheckpointResolver(repository, remote);
    private CheckpointStore cache;

    @BeforeEach
    void cache() {
        cache = new CheckpointStore(folder.resolve("cache"));
    }

    private ResolvedCheckpoint resolve(String text, Optional<String> sha256, Artifact... plugin)
            throws InterruptedException {
        Build build = TestBuilds.build(folder, List.of(plugin), mock(Log.class));
        CheckpointRequest request =
                CheckpointRequest.of(text, folder, sha256, OptionalInt.of(4), Optional.empty(), Optional.empty());
        return resolver.resolve(request, build, cache);
    }

    private Artifact tiny(Path file) {
        return TestBuilds.artifact("io.github.syr", "syr-checkpoint-tiny", "0.1.0", "runtime", "jar", file.toFile());
    }

    private Path unpacked(String name) {
        return folder.resolve("cache/checkpoints").resolve(SHA256).resolve(name);
    }

    @Test
    void unpacksTheTinyCheckpointFromAJarOnce() throws Exception {
        Artifact jar = tiny(TestBuilds.jar(
                folder.resolve("tiny.jar"), CheckpointJar.FOLDER + "/" + SHA256 + ".pth", CONTENT, "a.txt", ""));
        ResolvedCheckpoint resolved = resolve("tiny", Optional.empty(), jar);
        Path file = unpacked("sam_tiny.pth");
        assertEquals(
                new Request.Checkpoint(
                        "tiny", file.toString(), SHA256, "io.github.syr:syr-checkpoint-tiny:0.1.0", OptionalInt.of(4)),
                resolved.checkpoint());
        assertEquals(
                "io.github.syr:syr-checkpoint-tiny:jar:0.1.0",
                resolved.artifact().orElseThrow().toString());
        assertEquals(CONTENT, Files.readString(file));

        var stamp = Files.getLastModifiedTime(file);
        resolve("tiny", Optional.empty(), jar);
        assertEquals(stamp, Files.getLastModifiedTime(file));
    }

    @Test
    void unpacksTheTinyCheckpointFromAClassFolderOfTheReactor() throws Exception {
        Path entry = folder.resolve("classes").resolve(CheckpointJar.FOLDER).resolve(SHA256 + ".pth");
        Files.createDirectories(entry.getParent());
        Files.writeString(entry, CONTENT);
        resolve("tiny", Optional.of(SHA256), tiny(folder.resolve("classes")));
        assertEquals(CONTENT, Files.readString(unpacked("sam_tiny.pth")));
    }

    @Test
    void mendsASpoiledCache() throws Exception {
        Artifact jar =
                tiny(TestBuilds.jar(folder.resolve("tiny.jar"), CheckpointJar.FOLDER + "/" + SHA256 + ".pth", CONTENT));
        Files.createDirectories(unpacked("sam_tiny.pth").getParent());
        Files.writeString(unpacked("sam_tiny.pth"), "half a ten");
        resolve("tiny", Optional.empty(), jar);
        assertEquals(CONTENT, Files.readString(unpacked("sam_tiny.pth")));
    }

    @Test
    void refusesAJarWhoseCheckpointIsAnother() {
        Artifact jar =
                tiny(TestBuilds.jar(folder.resolve("tiny.jar"), CheckpointJar.FOLDER + "/" + SHA256 + ".pth", "other"));
        var e = refused(() -> resolve("tiny", Optional.empty(), jar));
        String place = folder.resolve("tiny.jar") + "!/" + CheckpointJar.FOLDER + "/" + SHA256 + ".pth";
        assertEquals(
                place + ": has the SHA-256 " + Sha256.of("other") + " instead of the one in its name.", e.problem());
        assertFalse(Files.exists(unpacked("sam_tiny.pth")));
    }

    @Test
    void refusesADamagedJar() throws IOException {
        Path damaged = Files.writeString(folder.resolve("tiny.jar"), "no zip");
        var e = refused(() -> resolve("tiny", Optional.empty(), tiny(damaged)));
        assertTrue(e.getMessage().contains("tiny.jar: can't be read as a jar"), e.getMessage());
    }

    @Test
    void saysThatTheTinyCheckpointWasExcluded() {
        var e = refused(() -> resolve("tiny", Optional.empty()));
        assertTrue(e.getMessage().contains("is not among the plugin's dependencies"), e.getMessage());
    }

    @Test
    void takesAFileAndNamesNoPath() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.pth"), CONTENT);
        assertEquals(
                new Request.Checkpoint("mine.pth", file.toString(), SHA256, "mine.pth", OptionalInt.of(4)),
                resolve("mine.pth", Optional.of(SHA256), new Artifact[0]).checkpoint());
        assertEquals(
                SHA256, resolve(file.toString(), Optional.empty()).checkpoint().sha256());
    }

    @Test
    void refusesAFileOfAnotherSha256() throws IOException {
        Files.writeString(folder.resolve("mine.pth"), "other");
        var e = refused(() -> resolve("mine.pth", Optional.of(SHA256)));
        assertTrue(
                e.getMessage().contains("its SHA-256 is " + Sha256.of("other") + ", but checkpointSha256 is " + SHA256),
                e.getMessage());
    }

    @Test
    void fetchesMetasByTheirNames() throws Exception {
        Path file = Files.writeString(folder.resolve("sam_vit_h_4b8939.pth"), CONTENT);
        String sha256 = "a7bf3b02f3ebf1267aba913ff637d9a2d5c33d3173bb679e46d9f338c26f262e";
        URI uri = URI.create("https://dl.fbaipublicfiles.com/segment_anything/sam_vit_h_4b8939.pth");
        var expected = new RemoteCheckpoint(uri, "sam_vit_h_4b8939.pth", sha256, OptionalLong.of(2_564_550_879L), true);
        when(remote.fetch(org.mockito.ArgumentMatchers.eq(expected), any(), any(), any()))
                .thenReturn(file);
        assertEquals(
                new Request.Checkpoint("vit_h", file.toString(), sha256, uri.toString(), OptionalInt.of(4)),
                resolve("vit_h", Optional.empty()).checkpoint());
        var e = refused(() -> resolve("vit_h", Optional.of(SHA256)));
        assertTrue(e.getMessage().contains("but checkpointSha256 is"), e.getMessage());
    }

    @Test
    void keepsSecretsOfAUrlToItself() throws Exception {
        Path file = Files.writeString(folder.resolve("fetched"), CONTENT);
        URI uri = URI.create("https://user:secret@example.com:8443/models/my%20sam.pth?signature=1");
        when(remote.fetch(
                        org.mockito.ArgumentMatchers.eq(
                                new RemoteCheckpoint(uri, "my_sam.pth", SHA256, OptionalLong.empty(), false)),
                        any(),
                        any(),
                        any()))
                .thenReturn(file);
        Request.Checkpoint checkpoint =
                resolve(uri.toString(), Optional.of(SHA256)).checkpoint();
        assertEquals("https://example.com:8443/models/my%20sam.pth", checkpoint.source());
        assertEquals("https://example.com:8443/models/my%20sam.pth", checkpoint.name());
        assertEquals(SHA256, checkpoint.sha256());
    }

    @Test
    void takesABareCheckpointByItsCoordinates() throws Exception {
        Path file = Files.writeString(folder.resolve("sam-2.0.pth"), CONTENT);
        when(repository.file(any(), any(), any(), any())).thenReturn(file);
        ResolvedCheckpoint resolved = resolve("com.acme:sam:pth:fp32:2.0", Optional.empty());
        assertEquals(
                new Request.Checkpoint(
                        "com.acme:sam:pth:fp32:2.0",
                        file.toString(),
                        SHA256,
                        "com.acme:sam:pth:fp32:2.0",
                        OptionalInt.of(4)),
                resolved.checkpoint());
        assertEquals("pth", resolved.artifact().orElseThrow().getExtension());
    }

    @Test
    void takesTheOneCheckpointOfAJar() throws Exception {
        Path jar = TestBuilds.jar(
                folder.resolve("sam-2.0.jar"), CheckpointJar.FOLDER + "/" + SHA256 + ".safetensors", CONTENT);
        when(repository.file(any(), any(), any(), any())).thenReturn(jar);
        Request.Checkpoint checkpoint =
                resolve("com.acme:sam:2.0", Optional.empty()).checkpoint();
        assertEquals(unpacked("sam.safetensors").toString(), checkpoint.path());
        assertEquals("com.acme:sam:2.0", checkpoint.source());
    }

    @Test
    void refusesAJarWithoutACheckpointOrWithTwo() {
        Path none = TestBuilds.jar(folder.resolve("none.jar"), "a.txt", "");
        when(repository.file(any(), any(), any(), any())).thenReturn(none);
        assertTrue(refused(() -> resolve("com.acme:sam:2.0", Optional.empty()))
                .getMessage()
                .contains("holds no checkpoint"));
        Path two = TestBuilds.jar(
                folder.resolve("two.jar"),
                CheckpointJar.FOLDER + "/" + SHA256 + ".pth",
                CONTENT,
                CheckpointJar.FOLDER + "/" + Sha256.of("other") + ".pth",
                "other");
        when(repository.file(any(), any(), any(), any())).thenReturn(two);
        assertTrue(refused(() -> resolve("com.acme:sam:2.0", Optional.empty()))
                .getMessage()
                .contains("holds 2 checkpoints"));
    }

    private static SyrException refused(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(SyrException.class, action);
    }
}
