package io.github.syr.adapter;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A jar that an adapter is packaged in. */
public final class AdapterJar {

    private static final String FOLDER = "META-INF/syr/[^/]+/[^/]+/";

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
        List<ByteSource> weights = read(jar, AdapterManifest.ADAPTER_FILE);
        if (weights.size() != 1) {
            throw severalOrNone(jar, weights.size());
        }
        return weights.get(0);
    }

    /**
     * What a jar says of its adapter, in memory; none where it holds none.
     *
     * @throws SyrException if it can't be read as a jar, or holds several
     */
    public static Optional<ByteSource> manifest(Path jar) {
        List<ByteSource> manifests = read(jar, AdapterManifest.FILE);
        if (manifests.size() > 1) {
            throw severalOrNone(jar, manifests.size());
        }
        return manifests.stream().findFirst();
    }

    /**
     * What the adapter in a jar makes of {@link SelfTestPicture}, in memory; none where it was packaged without.
     *
     * @throws SyrException if it can't be read as a jar
     */
    public static Optional<ByteSource> selfTest(Path jar) {
        return read(jar, SelfTestFile.FILE).stream().findFirst();
    }

    private static SyrException severalOrNone(Path jar, int found) {
        return SyrException.badData(
                jar,
                "holds " + found + " adapters; one is expected.",
                "Name a jar that mvn syr:package has packed one adapter into.");
    }

    private static List<ByteSource> read(Path jar, String file) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<ByteSource> found = new ArrayList<>();
            for (ZipEntry entry : zip.stream()
                    .filter(entry -> entry.getName().matches(FOLDER + Pattern.quote(file)))
                    .toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    found.add(ByteSource.of(in.readAllBytes(), jar + "!/" + entry.getName()));
                }
            }
            return found;
        } catch (IOException e) {
            throw SyrException.badData(jar, "can't be read as a jar: " + e + ".", "Get the file again.", e);
        }
    }
}
