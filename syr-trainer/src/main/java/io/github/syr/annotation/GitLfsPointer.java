package io.github.syr.annotation;

import io.github.syr.io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Git LFS leaves in the place of a file that was not pulled: a text that names the SHA-256 of the file's content.
 * <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">Git LFS's specification</a>.
 *
 * @param sha256 of the content, 64 hexadecimal digits
 */
public record GitLfsPointer(String sha256) {

    /** The specification's bound: a pointer is shorter. */
    private static final int MOST_BYTES = 1024;

    private static final Pattern TEXT = Pattern.compile("version https://git-lfs\\.github\\.com/spec/v1\n"
            + "(?:[a-z0-9.-]+ [^\n]*\n)*?"
            + "oid sha256:([0-9a-f]{64})\n"
            + "size [0-9]+\n"
            + "(?:[a-z0-9.-]+ [^\n]*\n)*");

    /** The pointer that a file is; none where it is anything else, or can't be read. */
    public static Optional<GitLfsPointer> in(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) >= MOST_BYTES) {
                return Optional.empty();
            }
            Matcher text = TEXT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            return text.matches() ? Optional.of(new GitLfsPointer(text.group(1))) : Optional.empty();
        } catch (IOException e) {
            // who needs the file says why it can't be read
            return Optional.empty();
        }
    }

    /**
     * The SHA-256 of a file's content, pulled or not.
     *
     * @throws UncheckedIOException if the file can't be read
     */
    public static String sha256Of(Path file) {
        return in(file).map(GitLfsPointer::sha256).orElseGet(() -> Sha256.of(file));
    }
}
