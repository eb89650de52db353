package io.github.syr.maven.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.maven.download.WebAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The base checkpoint, as the user asks for it.
 *
 * @param text as configured
 * @param spec what that means
 * @param sha256 what the file has to have
 * @param decoderHeads the mask decoder's heads, where the user says them
 * @param serverId the server in settings.xml whose credentials a download takes
 * @param downloadRoot a mirror of Meta's files
 */
public record CheckpointRequest(
        String text,
        CheckpointSpec spec,
        Optional<String> sha256,
        OptionalInt decoderHeads,
        Optional<String> serverId,
        Optional<URI> downloadRoot) {

    /** @throws SyrException if something is said wrong, or a URL's SHA-256 isn't said at all */
    public CheckpointRequest {
        sha256 = sha256.map(digest -> digest.toLowerCase(Locale.ROOT));
        if (!sha256.map(digest -> digest.matches("[0-9a-f]{64}")).orElse(true)) {
            throw SyrException.badRequest(
                    "checkpointSha256 is \"" + sha256.orElseThrow() + "\".",
                    "A SHA-256 has 64 hexadecimal digits, as sha256sum prints them.");
        }
        if (decoderHeads.orElse(1) < 1) {
            throw SyrException.badRequest(
                    "decoderHeads is " + decoderHeads.orElseThrow() + ".", "It must be at least 1; SAM's has 8.");
        }
        if (spec instanceof CheckpointSpec.Url && sha256.isEmpty()) {
            throw SyrException.badRequest(
                    "checkpoint is a URL, but checkpointSha256 is missing.",
                    "Add <checkpointSha256>…</checkpointSha256>, so that nothing else is ever trained on.");
        }
    }

    /**
     * From the parameters.
     *
     * @param directory what a relative file name is relative to
     */
    public static CheckpointRequest of(
            String text,
            Path directory,
            Optional<String> sha256,
            OptionalInt decoderHeads,
            Optional<String> serverId,
            Optional<String> downloadRoot) {
        return new CheckpointRequest(
                text,
                CheckpointSpec.of(text, directory),
                sha256,
                decoderHeads,
                serverId,
                downloadRoot.map(CheckpointRequest::root));
    }

    /**
     * A folder, on the web or a file's: what is resolved against it lies in it, whether it ends with a slash or not.
     */
    private static URI root(String text) {
        URI root;
        try {
            root = new URI(text.endsWith("/") ? text : text + "/");
        } catch (URISyntaxException e) {
            throw wrongRoot(text, "is not a URL");
        }
        if (root.getScheme() == null) {
            throw wrongRoot(text, "is not a URL");
        }
        if ("file".equalsIgnoreCase(root.getScheme())) {
            if (root.getRawAuthority() != null || root.isOpaque()) {
                throw wrongRoot(text, "is not the URL of a folder on this machine");
            }
            return root;
        }
        WebAddress.fault(root).ifPresent(fault -> {
            throw wrongRoot(text, fault);
        });
        return root;
    }

    private static SyrException wrongRoot(String text, String fault) {
        return SyrException.badRequest(
                "downloadRoot \"" + WebAddress.shown(text) + "\" " + fault + ".",
                "Write it as https://host/path/ or file:///folder/.");
    }
}
