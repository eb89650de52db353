package io.github.syr.maven.runs;

import io.github.syr.error.SyrException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where other machines' entries of the run cache are.
 *
 * @param id of the repository: credentials, mirrors and proxies are found by it in {@code settings.xml}
 * @param url of the repository
 * @param upload whether entries of this machine are put there
 */
public record RunSharing(String id, String url, boolean upload) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_.-]+)::(.+)");

    /**
     * Reads {@code <runRepository>}, as {@code runs::https://example.com/runs}.
     *
     * @throws SyrException if it isn't an identifier and a URL
     */
    public static RunSharing of(String text, boolean upload) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || !isUrl(form.group(2))) {
            throw SyrException.badRequest(
                    "runRepository is \"" + text + "\", which is no id and URL of a repository.",
                    "Write them as <runRepository>runs::https://repo.example.com/runs</runRepository>; the id is that of"
                            + " the <server> in settings.xml.");
        }
        return new RunSharing(form.group(1), form.group(2), upload);
    }

    private static boolean isUrl(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** For messages: without a user's name and password. */
    String name() {
        return id + " (" + url.replaceAll("://[^/@\\s]+@", "://") + ")";
    }
}
