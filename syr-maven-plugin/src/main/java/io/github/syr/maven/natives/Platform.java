package io.github.syr.maven.natives;

import io.github.syr.error.SyrException;
import java.util.Locale;

/** The platforms that DJL has PyTorch natives for, by the classifier of their jar. */
public enum Platform {
    LINUX_X86_64("linux-x86_64"),
    LINUX_AARCH64("linux-aarch64"),
    OSX_AARCH64("osx-aarch64"),
    WIN_X86_64("win-x86_64");

    private final String classifier;

    Platform(String classifier) {
        this.classifier = classifier;
    }

    public String classifier() {
        return classifier;
    }

    /** The machine that this JVM runs on. */
    public static Platform ofThisMachine() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /**
     * By the system properties {@code os.name} and {@code os.arch}.
     *
     * @throws SyrException if there are no natives for it
     */
    public static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String family = os.startsWith("mac") || os.startsWith("darwin")
                ? "osx"
                : os.startsWith("windows") ? "win" : os.startsWith("linux") ? "linux" : os;
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x86-64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> osArch;
        };
        for (Platform platform : values()) {
            if (platform.classifier.equals(family + "-" + arch)) {
                return platform;
            }
        }
        throw new SyrException(
                SyrException.Kind.DEVICE,
                "DJL has no PyTorch natives for this machine: " + osName + " on " + osArch + ".",
                "There are some for linux-x86_64, linux-aarch64, osx-aarch64 and win-x86_64; or name the folder"
                        + " of a PyTorch of your own by <libtorch>.");
    }
}
