package io.github.syr.maven.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.maven.download.WebAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/** What {@code <checkpoint>} can say. */
public sealed interface CheckpointSpec {

    /** The embedded one. */
    String TINY = "tiny";

    /** The tiny checkpoint, a dependency of the plugin. */
    record Tiny() implements CheckpointSpec {}

    /** One of Meta's. */
    record Known(KnownCheckpoint checkpoint) implements CheckpointSpec {}

    /** Somewhere on the net. */
    record Url(URI uri) implements CheckpointSpec {}

    /** On this machine. */
    record LocalFile(Path path) implements CheckpointSpec {}

    /** In a Maven repository. */
    record InRepository(Artifact artifact) implements CheckpointSpec {}

    /** group:artifact[:extension[:classifier]]:version; a drive letter is no group. */
    Pattern COORDINATES = Pattern.compile("[\\w.-]{2,}:[\\w.-]+(:[\\w.-]+){1,3}");

    /**
     * Reads the parameter.
     *
     * @param directory what a relative file name is relative to
     * @throws SyrException if it is none of these
     */
    static CheckpointSpec of(String text, Path directory) {
        if (text.equals(TINY)) {
            return new Tiny();
        }
        Optional<KnownCheckpoint> known = KnownCheckpoint.of(text);
        if (known.isPresent()) {
            return new Known(known.get());
        }
        if (text.matches("(?i)https?://.*")) {
            return new Url(uri(text));
        }
        if (COORDINATES.matcher(text).matches()) {
            return new InRepository(new DefaultArtifact(text));
        }
        Path path = path(text, directory);
        if (!Files.isRegularFile(path)) {
            throw unknown(text, "and there is no file " + path);
        }
        return new LocalFile(path);
    }

    private static URI uri(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // its message quotes all of it, and a query may be a secret
            throw wrongUrl(text, "is not a URL: " + e.getReason());
        }
        WebAddress.fault(uri).ifPresent(fault -> {
            throw wrongUrl(text, fault);
        });
        return uri;
    }

    private static SyrException wrongUrl(String text, String fault) {
        return SyrException.badRequest(
                "checkpoint \"" + WebAddress.shown(text) + "\" " + fault + ".", "Write it as https://host/path.pth.");
    }

    private static Path path(String text, Path directory) {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw unknown(text, "and it is not a valid file name");
        }
    }

    private static SyrException unknown(String text, String why) {
        return SyrException.badRequest(
                "checkpoint \"" + text + "\" is not tiny, vit_b, vit_l or vit_h, not a URL and not Maven coordinates, "
                        + why + ".",
                "Name one of these.");
    }
}
