package io.github.syr.maven.release;

import io.github.syr.error.SyrException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.maven.project.MavenProject;

/**
 * Which release is looked for.
 *
 * @param version the one that is pinned; none is the newest
 * @param below the newest below this version; none where it is pinned, or of other coordinates
 */
public record ReleaseSpec(String groupId, String artifactId, Optional<String> version, Optional<String> below) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.+-]+");
    private static final int LONGEST = 3;

    /**
     * Reads {@code <lastRelease>}: a version, {@code group:artifact} or {@code group:artifact:version}; none is the
     * newest below what is built.
     *
     * @throws SyrException if it is none of these, a range, a snapshot, or a word that stands for a version
     */
    static ReleaseSpec of(Optional<String> lastRelease, MavenProject project) {
        String groupId = project.getGroupId();
        String artifactId = project.getArtifactId();
        if (lastRelease.isEmpty()) {
            return new ReleaseSpec(groupId, artifactId, Optional.empty(), Optional.of(project.getVersion()));
        }
        List<String> parts = parts(lastRelease.get());
        Optional<String> version = version(parts);
        return parts.size() == 1
                ? new ReleaseSpec(groupId, artifactId, version, Optional.empty())
                : new ReleaseSpec(parts.get(0), parts.get(1), version, Optional.empty());
    }

    /**
     * Whether {@code <lastRelease>} can be looked for, before anything is trained for it.
     *
     * @throws SyrException as {@link #of}
     */
    public static void requireValid(String lastRelease) {
        parts(lastRelease);
    }

    private static List<String> parts(String lastRelease) {
        String text = lastRelease.strip();
        List<String> parts = Arrays.asList(text.split(":", -1));
        if (parts.size() > LONGEST
                || parts.stream().anyMatch(part -> !PART.matcher(part).matches())) {
            throw refused(text, "is no version and no coordinates; ranges of versions are not looked up");
        }
        version(parts).ifPresent(version -> requireRelease(text, version));
        return parts;
    }

    /** The last of one or three parts; two are coordinates without one. */
    private static Optional<String> version(List<String> parts) {
        return parts.size() == 2 ? Optional.empty() : Optional.of(parts.get(parts.size() - 1));
    }

    private static void requireRelease(String text, String version) {
        if (List.of("LATEST", "RELEASE").contains(version.toUpperCase(Locale.ROOT))) {
            throw refused(text, "names no version, and what it stands for changes with each deployment");
        }
        if (ReleasedVersions.isSnapshot(version)) {
            throw refused(text, "is a snapshot, and a snapshot is no release");
        }
    }

    private static SyrException refused(String text, String why) {
        return SyrException.badRequest(
                "lastRelease \"" + text + "\" " + why + ".",
                "Name a version as 1.0, other coordinates as org.example:adapter or org.example:adapter:1.0, or leave it out: the newest"
                        + " release below the version that is built is found without it.");
    }

    String key() {
        return groupId + ":" + artifactId;
    }

    /** As messages call one of its versions. */
    String name(String found, MavenProject project) {
        return key().equals(project.getGroupId() + ":" + project.getArtifactId()) ? found : key() + ":" + found;
    }
}
