package io.github.syr.cli;

import io.github.syr.error.SyrException;
import java.util.Locale;

/** PyTorch's native libraries, which are not in the jar: those of four platforms would be half a gigabyte. */
final class NativeJar {

    private NativeJar() {}

    /** @throws SyrException if there are none, with the file to put beside the jar */
    static void require() {
        boolean there = System.getenv("PYTORCH_LIBRARY_PATH") != null
                || System.getProperty("syr.libtorch") != null
                || NativeJar.class.getClassLoader().getResource("native/lib/pytorch.properties") != null;
        if (!there) {
            throw new SyrException(
                    SyrException.Kind.DEVICE,
                    "PyTorch's native libraries are not beside the jar, and SYR downloads nothing.",
                    "Put " + fileName(System.getProperty("os.name"), System.getProperty("os.arch"))
                            + " there (ai.djl.pytorch in Maven Central), or name the folder of a PyTorch by java -Dsyr.libtorch=FOLDER.");
        }
    }

    /** The file's name in Maven Central, which is also what the jar's manifest looks for. */
    static String fileName(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String version = BuildProperties.get("pytorch");
        boolean arm = osArch.equals("aarch64");
        if (os.startsWith("mac")) {
            return "pytorch-native-cpu-" + version + "-osx-aarch64.jar";
        } else if (os.startsWith("windows")) {
            return "pytorch-native-cpu-" + version + "-win-x86_64.jar";
        }
        return "pytorch-native-cpu-" + version + (arm ? "-linux-aarch64.jar" : "-linux-x86_64.jar");
    }
}
