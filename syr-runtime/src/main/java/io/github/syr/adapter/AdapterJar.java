package io.github.syr.adapter;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A jar that an adapter is packaged in. */
public final class AdapterJar {

    private static final String ENTRY = "META-INF/syr/[^/]+/[^/]+/" + AdapterManifest.ADAPTER_FILE;

    private AdapterJar() {}

    /** Whether a file is called as jars are. */
    public static boolean isOne(Path file) {
        return file.getFileName().toString().endsWith(".jar");
    }

    /**
     * The weights of the adapter in a jar, in memory.
     *
     * @throws SyrException if it can't be read as a jar, or holds no adapter or several
     */
    public static ByteSource weights(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries =
                    zip.stream().filter(entry -> entry.getName().matches(ENTRY)).toList();
            if (entries.size() != 1) {
                throw SyrException.badData(
                        jar,
                        "holds " + entries.size() + " adapters; one is expected.",
                        "Name a jar that mvn syr:package has packed one adapter into.");
            }
            try (InputStream in = zip.getInputStream(entries.get(0))) {
                return ByteSource.of(
                        in.readAllBytes(), jar + "!/" + entries.get(0).getName());
            }
        } catch (IOException e) {
            throw SyrException.badData(jar, "can't be read as a jar: " + e + ".", "Get the file again.", e);
        }
    }
}
