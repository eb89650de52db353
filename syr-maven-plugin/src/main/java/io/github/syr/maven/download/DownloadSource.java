package io.github.syr.maven.download;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is downloaded, and how its server is reached.
 *
 * @param uri http, https or file
 * @param sha256 what the file has to have
 * @param bytes its length, where it is known
 * @param credentials for the server; sent to its host alone
 * @param routes chooses the proxy
 */
public record DownloadSource(
        URI uri, String sha256, OptionalLong bytes, Optional<Credentials> credentials, Route.Choice routes) {

    /** A user and a password; never printed. */
    public record Credentials(String user, String password) {

        String basic() {
            return "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /** Whether an address is of the server that the credentials are for. */
    boolean isOfTheSameServer(URI other) {
        return other.getScheme().equalsIgnoreCase(uri.getScheme())
                && other.getHost().equalsIgnoreCase(uri.getHost())
                && other.getPort() == uri.getPort();
    }

    /** The address without user, password or query: those can be secrets. */
    String shown() {
        return WebAddress.shown(uri);
    }

    @Override
    public String toString() {
        return shown();
    }
}
