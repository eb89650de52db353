package io.github.syr.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.io.SyrCache;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

    private static final byte[] CONTENT = "any bytes will do here".getBytes();
    private static final String SHA = Sha256.of(CONTENT);

    @TempDir
    Path folder;

    private Path cache;
    private final ClassLoader nothing = new URLClassLoader(new URL[0], null);

    @BeforeEach
    void setUp() {
        cache = folder.resolve("cache");
    }

    private Path find(ClassLoader loader, Path named) {
        return new CheckpointStore(cache, Optional.ofNullable(named))
                .find(SHA, loader)
                .file()
                .orElseThrow();
    }

    @Test
    void findsTheTinyOneOnTheClassPath() {
        Path file = new CheckpointStore(cache)
                .find(CheckpointAssertions.TINY_SHA256, getClass().getClassLoader())
                .file()
                .orElseThrow();
        assertEquals(CheckpointAssertions.TINY_SHA256, Sha256.of(file));
        assertEquals(SamConfigTest.TINY, SamCheckpoint.open(file).config());
    }

    @Test
    void takesAPlainFileOnTheClassPathWhereItIs() throws IOException {
        Path file = write(folder.resolve("classes/" + CheckpointStore.RESOURCES + "/" + SHA + ".safetensors"), CONTENT);
        try (URLClassLoader loader = loader(folder.resolve("classes"))) {
            assertEquals(file.toRealPath(), find(loader, null).toRealPath());
            assertFalse(Files.exists(cache));
            Files.write(file, "other".getBytes());
            SyrException e = assertThrows(SyrException.class, () -> find(loader, null));
            assertTrue(e.getMessage().contains("instead of the one in its name"), e::getMessage);
        }
    }

    @Test
    void unpacksAJarIntoTheCacheOnce() throws IOException {
        try (URLClassLoader loader = loader(jar(CONTENT))) {
            Path file = find(loader, null);
            assertEquals(cache.resolve("checkpoints").resolve(SHA).resolve(SHA + ".pth"), file);
            assertEquals(SHA, Sha256.of(file));
            var written = Files.getLastModifiedTime(file);
            assertEquals(file, find(loader, null));
            assertEquals(written, Files.getLastModifiedTime(file));
            Files.write(file, "broken".getBytes());
            assertEquals(SHA, Sha256.of(find(loader, null)));
        }
    }

    /** A file where the cache's folder would be: no user, not even root, can write into that. */
    @Test
    void readsAJarIntoMemoryWhereTheCacheCannotBeWritten() throws IOException {
        write(cache, "not a folder".getBytes());
        try (URLClassLoader loader = loader(jar(CONTENT))) {
            ByteSource found = new CheckpointStore(cache).find(SHA, loader);
            assertEquals(Optional.empty(), found.file());
            assertArrayEquals(CONTENT, found.readAll());
        }
    }

    @Test
    void trustsAMarkForAsLongAsTheFileIsAsItWas() throws IOException {
        CheckpointStore store = new CheckpointStore(cache);
        Path file = store.unpack(SHA, "sam.pth", () -> new ByteArrayInputStream(CONTENT), "here");
        assertTrue(store.holds(file, SHA));
        Path mark = file.resolveSibling("sam.pth.verified");
        assertTrue(Files.readString(mark).endsWith(" " + SHA));
        assertFalse(store.holds(file, Sha256.of("other")));
        Files.write(file, "other bytes, of another length".getBytes());
        assertFalse(store.holds(file, SHA));
    }

    /** A build may take the mark's word that a file is as it was; who uses the checkpoint does not. */
    @Test
    void hashesAFileAllTheSameThatHasAMark() throws IOException {
        byte[] others = CONTENT.clone();
        others[0] ^= 1;
        Path file = write(cacheFolder().resolve("sam.pth"), others);
        long millis = Files.getLastModifiedTime(file).toMillis();
        Files.writeString(file.resolveSibling("sam.pth.verified"), others.length + " " + millis + " " + SHA);
        assertTrue(new CheckpointStore(cache).holds(file, SHA), "for a build");
        SyrException e = assertThrows(SyrException.class, () -> find(nothing, null));
        assertTrue(e.problem().contains(file + " has the SHA-256 " + Sha256.of(others)), e::getMessage);
    }

    @Test
    void refusesAJarWhoseCheckpointIsAnother() throws IOException {
        try (URLClassLoader loader = loader(jar("other".getBytes()))) {
            SyrException e = assertThrows(SyrException.class, () -> find(loader, null));
            assertTrue(e.getMessage().contains(Sha256.of("other") + " instead of the one in its name"), e::getMessage);
            try (var files = Files.walk(cache)) {
                assertEquals(0, files.filter(Files::isRegularFile).count());
            }
        }
    }

    @Test
    void takesTheFileThatThePropertyNames() throws IOException {
        Path file = write(folder.resolve("my.pth"), CONTENT);
        assertEquals(file, find(nothing, file));
        assertEquals(
                file,
                new CheckpointStore(cache, Optional.of(file))
                        .find(SHA.toUpperCase(Locale.ROOT), nothing)
                        .file()
                        .orElseThrow());
        Path model = write(folder.resolve("hf/model.safetensors"), CONTENT);
        assertEquals(model, find(nothing, folder.resolve("hf")));
    }

    @Test
    void takesACachedFileOfAnyName() throws IOException {
        write(cacheFolder().resolve("config.json"), CONTENT);
        write(cacheFolder().resolve(".sam.pth.123.partial"), CONTENT);
        write(cacheFolder().resolve("a_broken.pth"), "other".getBytes());
        Path file = write(cacheFolder().resolve("sam_vit_b_01ec64.pth"), CONTENT);
        assertEquals(file, find(nothing, write(folder.resolve("another.pth"), "other".getBytes())));
        assertTrue(new CheckpointStore(cache).holds(file, SHA), "without a mark, which it leaves");
        assertTrue(Files.exists(file.resolveSibling("sam_vit_b_01ec64.pth.verified")));
    }

    @Test
    void namesAllThreePlacesWhereItIsInNone() throws IOException {
        SyrException e = assertThrows(SyrException.class, () -> find(nothing, null));
        assertEquals(SyrException.Kind.BAD_DATA, e.kind());
        assertEquals(
                "The base checkpoint with SHA-256 " + SHA + " was not found: on the class path there is no "
                        + "META-INF/syr/checkpoint/" + SHA
                        + ".pth or .safetensors; system property syr.checkpoint is not set; "
                        + "in the cache there is no file in " + cacheFolder() + ".",
                e.problem());
        assertEquals(
                "Add the checkpoint's artifact as a dependency, or start with -Dsyr.checkpoint=FILE, or put the file into "
                        + cacheFolder() + ".",
                e.remedy());
    }

    @Test
    void saysWhatWasWrongInEachPlace() throws IOException {
        Path other = write(folder.resolve("other.pth"), "other".getBytes());
        Path cached = write(cacheFolder().resolve("sam.pth"), "third".getBytes());
        SyrException e = assertThrows(SyrException.class, () -> find(nothing, other));
        assertTrue(e.problem().contains(other + ", has the SHA-256 " + Sha256.of("other")), e::getMessage);
        assertTrue(e.problem().contains(cached + " has the SHA-256 " + Sha256.of("third")), e::getMessage);
        e = assertThrows(SyrException.class, () -> find(nothing, folder.resolve("gone.pth")));
        assertTrue(e.problem().contains("gone.pth, doesn't exist"), e::getMessage);
    }

    @Test
    void refusesWhatIsNoSha256() {
        SyrException e = assertThrows(SyrException.class, () -> new CheckpointStore(cache).find("../x", nothing));
        assertEquals(SyrException.Kind.BAD_REQUEST, e.kind());
        assertTrue(e.getMessage().contains("\"../x\" is not a SHA-256"), e::getMessage);
    }

    @Test
    void readsTheSystemProperties() throws IOException {
        Path file = write(folder.resolve("my.pth"), CONTENT);
        String before = System.getProperty(SyrCache.PROPERTY);
        try {
            System.setProperty(SyrCache.PROPERTY, cache.toString());
            System.setProperty(CheckpointStore.PROPERTY, file.toString());
            assertEquals(cache.toAbsolutePath(), SyrCache.root());
            assertEquals(
                    file, CheckpointStore.ofSystem().find(SHA, nothing).file().orElseThrow());
            System.clearProperty(CheckpointStore.PROPERTY);
            Path cached = write(cacheFolder().resolve("sam.bin"), CONTENT);
            assertEquals(
                    cached.toAbsolutePath(),
                    CheckpointStore.ofSystem().find(SHA, nothing).file().orElseThrow());
            System.setProperty(SyrCache.PROPERTY, "");
            assertEquals(Path.of(System.getProperty("user.home"), ".cache", "syr"), SyrCache.root());
        } finally {
            System.clearProperty(CheckpointStore.PROPERTY);
            if (before == null) {
                System.clearProperty(SyrCache.PROPERTY);
            } else {
                System.setProperty(SyrCache.PROPERTY, before);
            }
        }
    }

    private Path cacheFolder() {
        return new CheckpointStore(cache).file(SHA, "x").getParent();
    }

    private Path jar(byte[] content) throws IOException {
        Path jar = folder.resolve("checkpoint.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(CheckpointStore.RESOURCES + "/" + SHA + ".pth"));
            zip.write(content);
        }
        return jar;
    }

    private static URLClassLoader loader(Path path) throws IOException {
        return new URLClassLoader(new URL[] {path.toUri().toURL()}, null);
    }

    private static Path write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }
}
