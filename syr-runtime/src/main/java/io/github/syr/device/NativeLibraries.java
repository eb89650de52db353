package io.github.syr.device;

import io.github.syr.error.SyrException;
import io.github.syr.io.SyrCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Looks at PyTorch's native libraries before they are loaded: some faults, as a PyTorch of another version, would end
 * the process, and others would be told in words that name no remedy.
 */
final class NativeLibraries {

    private static final String NATIVES = "native/lib/pytorch.properties";
    private static final String BINDING = "jnilib/pytorch.properties";
    private static final long MEGABYTE = 1_000_000;

    /**
     * PyTorch in a jar of the class path.
     *
     * @param version as {@code 2.7.1-20250812}
     * @param flavor as {@code cpu}, {@code cu128}
     * @param classifier the platform, as {@code linux-x86_64}
     * @param libraries names of files
     */
    private record Natives(URL source, String version, String flavor, String classifier, List<String> libraries) {

        /** PyTorch's own version, as {@code 2.7.1}. */
        String pytorch() {
            return version.replaceAll("[-+].*", "");
        }

        /** The folder that DJL unpacks it into. */
        Path folder(Path djlCache) {
            return djlCache.resolve("pytorch").resolve(version + "-" + flavor + "-" + classifier);
        }
    }

    private final List<ClassLoader> loaders;
    private final String platform;
    private final Path djlCache;

    /**
     * @param loaders whose class paths are looked through
     * @param platform of this machine, as {@code linux-x86_64}
     * @param djlCache the folder that DJL unpacks natives into
     */
    NativeLibraries(List<ClassLoader> loaders, String platform, Path djlCache) {
        this.loaders = loaders;
        this.platform = platform;
        this.djlCache = djlCache;
    }

    /** This machine's, as artifacts of natives name it. */
    static String platform() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return (os.startsWith("mac") ? "osx" : os.startsWith("win") ? "win" : "linux") + (arm ? "-aarch64" : "-x86_64");
    }

    /** Whether those of this machine are built for CUDA. */
    boolean areForCuda() {
        return natives().stream()
                .anyMatch(n -> n.classifier().equals(platform) && n.flavor().startsWith("cu"));
    }

    /** @throws SyrException of kind DEVICE, with the cause and what to do, if PyTorch can not be loaded */
    void require() {
        List<Natives> all = natives();
        if (all.isEmpty()) {
            throw failure(
                    "PyTorch's native libraries are not on the class path, and SYR downloads nothing.",
                    dependency(platform));
        }
        List<Natives> here =
                all.stream().filter(n -> n.classifier().equals(platform)).toList();
        if (here.isEmpty()) {
            throw failure(
                    "PyTorch's native libraries on the class path are for "
                            + String.join(
                                    ", ",
                                    all.stream()
                                            .map(Natives::classifier)
                                            .distinct()
                                            .toList())
                            + ", and this machine is " + platform + ": " + sources(all) + ".",
                    dependency(platform));
        }
        requireVersion(here);
        requireUnpacked(here.get(0));
    }

    private void requireVersion(List<Natives> here) {
        String binding = bindingVersion();
        List<Natives> others =
                here.stream().filter(n -> !n.pytorch().equals(binding)).toList();
        if (!others.isEmpty()) {
            throw failure(
                    "PyTorch " + others.get(0).pytorch() + " is on the class path, and DJL's binding is for PyTorch "
                            + binding + "; together they would crash Java: " + sources(others) + ".",
                    "Take the version from syr-bom, and exclude the other one (mvn dependency:tree shows where it comes from).");
        }
    }

    /** Which PyTorch DJL's binding is for. */
    String bindingVersion() {
        List<String> versions = resources(BINDING).stream()
                .map(url -> read(url).getProperty("jni_version", "").replaceAll("[-+].*", ""))
                .distinct()
                .toList();
        if (versions.size() != 1) {
            throw failure(
                    versions.isEmpty()
                            ? "DJL's binding to PyTorch (ai.djl.pytorch:pytorch-jni) is not on the class path."
                            : "Several of DJL's bindings to PyTorch (ai.djl.pytorch:pytorch-jni) are on the class path: for "
                                    + String.join(", ", versions) + ".",
                    "Take DJL's version from syr-bom.");
        }
        return versions.get(0);
    }

    /** A folder that is complete may be read-only; else there must be room for it. */
    private void requireUnpacked(Natives natives) {
        Path folder = natives.folder(djlCache);
        if (Files.isDirectory(folder)) {
            for (String library : natives.libraries()) {
                if (!Files.isRegularFile(folder.resolve(library))) {
                    throw failure(
                            folder + " lacks " + library + ", so PyTorch was not unpacked completely.",
                            "Delete this folder; it is unpacked again.");
                }
            }
            return;
        }
        long bytes = natives.libraries().stream()
                .mapToLong(library -> length(natives, library))
                .sum();
        try {
            Files.createDirectories(djlCache);
            Files.delete(Files.createTempFile(djlCache, "probe", ""));
            long free = Files.getFileStore(djlCache).getUsableSpace();
            if (free < bytes) {
                throw failure(
                        "PyTorch's native libraries take " + bytes / MEGABYTE
                                + " MB when they are unpacked, and the disk of " + djlCache + " has " + free / MEGABYTE
                                + " MB free.",
                        anotherCache());
            }
        } catch (IOException e) {
            throw new SyrException(
                    SyrException.Kind.DEVICE,
                    "PyTorch's native libraries (" + bytes / MEGABYTE + " MB) can't be unpacked into " + djlCache + ": "
                            + e + ".",
                    anotherCache(),
                    e);
        }
    }

    private static String anotherCache() {
        return "Make room there or let it be written, or name another folder by -D" + SyrCache.PROPERTY + "=FOLDER.";
    }

    private long length(Natives natives, String library) {
        String name = "pytorch/" + natives.flavor() + "/" + natives.classifier() + "/" + library;
        try {
            for (URL url : resources(name)) {
                URLConnection connection = url.openConnection();
                connection.setUseCaches(false);
                long length = connection.getContentLengthLong();
                connection.getInputStream().close();
                return Math.max(0, length);
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Natives> natives() {
        List<Natives> all = new ArrayList<>();
        for (URL url : resources(NATIVES)) {
            Properties properties = read(url);
            all.add(new Natives(
                    url,
                    properties.getProperty("version", ""),
                    properties.getProperty("flavor", ""),
                    properties.getProperty("classifier", ""),
                    List.of(properties.getProperty("libraries", "").split(","))));
        }
        return all;
    }

    private List<URL> resources(String name) {
        Map<String, URL> found = new TreeMap<>();
        try {
            for (ClassLoader loader : loaders) {
                for (URL url : java.util.Collections.list(loader.getResources(name))) {
                    found.putIfAbsent(url.toString(), url);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(found.values());
    }

    private static Properties read(URL url) {
        Properties properties = new Properties();
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                properties.load(in);
            }
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sources(List<Natives> natives) {
        return String.join(
                ", ",
                natives.stream()
                        .map(n -> n.source().toString().replace("!/" + NATIVES, ""))
                        .toList());
    }

    private static SyrException failure(String problem, String remedy) {
        return new SyrException(SyrException.Kind.DEVICE, problem, remedy);
    }

    /** What is said of libraries that were looked at and can't be loaded all the same. */
    static SyrException unloadable(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = String.valueOf(deepest.getMessage());
        String remedy = dependency(platform());
        if (message.contains("already loaded in another classloader")) {
            remedy =
                    "One class loader of a process can hold them. Put syr-runtime, DJL and the natives where the applications"
                            + " share them (the server's common class loader), or run one application per process.";
        } else if (message.contains("GLIBC") || message.contains("musl") || message.contains("ld-linux")) {
            remedy = "They need glibc 2.28 or newer: take an image of Debian, Ubuntu or Red Hat's instead of Alpine.";
        } else if (message.contains("No space left")) {
            remedy = anotherCache();
        } else if (message.contains("failed to map segment")) {
            remedy = "The cache lies on a disk that is mounted noexec. Name another folder by -D" + SyrCache.PROPERTY
                    + "=FOLDER.";
        }
        return new SyrException(
                SyrException.Kind.DEVICE, "PyTorch's native libraries can't be loaded: " + deepest + ".", remedy, e);
    }

    private static String dependency(String platform) {
        return """
                Add them to the application, with the version from syr-bom:
                <dependency>
                  <groupId>ai.djl.pytorch</groupId>
                  <artifactId>pytorch-native-cpu</artifactId>
                  <classifier>%s</classifier>
                  <scope>runtime</scope>
                </dependency>""".replace("%s", platform);
    }
}
