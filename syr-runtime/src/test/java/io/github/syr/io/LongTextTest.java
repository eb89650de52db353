package io.github.syr.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.AdapterIndex;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that are far longer than any adapter's: a gigabyte of zeros, 1 MB in a jar, 0 on a disk. */
class LongTextTest {

    private static final int CHUNK = 1 << 20;

    @TempDir
    private Path folder;

    private URL inflating(int chunks) throws IOException {
        Path jar = folder.resolve("adapter.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("adapter.json"));
            byte[] zeros = new byte[CHUNK];
            for (int i = 0; i < chunks; i++) {
                zip.write(zeros);
            }
        }
        assertTrue(Files.size(jar) < 2 * CHUNK);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            return loader.getResource("adapter.json");
        }
    }

    private static void assertRefused(SyrException e) {
        assertTrue(e.problem().endsWith("has more than 16 MiB, too much for what it is."), e.problem());
    }

    @Test
    void anEntryThatInflatesToAGigabyteIsRefused() throws IOException {
        URL resource = inflating(1024);
        assertRefused(assertThrows(SyrException.class, () -> ByteSource.ofText(resource)));
    }

    @Test
    void sixteenMebibytesAreRead() throws IOException {
        assertEquals(16 * CHUNK, ByteSource.ofText(inflating(16)).readText().length());
    }

    @Test
    void aFileOfAGigabyteIsRefused() throws IOException {
        Path file = folder.resolve("adapter.json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 30);
        }
        assertRefused(assertThrows(SyrException.class, () -> AdapterManifest.read(ByteSource.of(file))));
        assertRefused(assertThrows(SyrException.class, () -> AdapterIndex.read(ByteSource.of(file))));
    }

    @Test
    void aTextIsUtf8() {
        ByteSource source = ByteSource.of("größer".getBytes(StandardCharsets.UTF_8), "memory");
        assertEquals("größer", source.readText());
    }
}
