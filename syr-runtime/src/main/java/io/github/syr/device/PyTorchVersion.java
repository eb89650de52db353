package io.github.syr.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which PyTorch would be loaded, told without loading it. */
public final class PyTorchVersion {

    private PyTorchVersion() {}

    /**
     * As {@code 2.7.1}; of {@code PYTORCH_VERSION} where it is set, else of the natives or the binding on the class
     * path.
     */
    public static String get() {
        String named = System.getenv("PYTORCH_VERSION") != null
                ? System.getenv("PYTORCH_VERSION")
                : System.getProperty("PYTORCH_VERSION");
        return named != null
                ? named
                : read("native/lib/pytorch.properties")
                        .or(() -> read("jnilib/pytorch.properties"))
                        .orElse("unknown");
    }

    private static java.util.Optional<String> read(String resource) {
        try (InputStream in = PyTorchVersion.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                return java.util.Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(in);
            return java.util.Optional.ofNullable(
                            properties.getProperty("version", properties.getProperty("pytorch_version")))
                    .map(version -> version.replaceAll("[-+].*", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
