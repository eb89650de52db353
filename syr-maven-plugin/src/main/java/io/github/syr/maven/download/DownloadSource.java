package io.github.syr.maven.download;

import java.net.Proxy;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is downloaded, and how its server is reached.
 *
 * @param uri http, https or file
 * @param sha256 what the file has to have
 * @param bytes its length, where it is known
 * @param credentials for the server; sent to its host alone
 * @param proxy {@link Proxy#NO_PROXY} for none
 * @param proxyCredentials for the proxy
 */
public record DownloadSource(
        URI uri,
        String sha256,
        OptionalLong bytes,
        Optional<Credentials> credentials,
        Proxy proxy,
        Optional<Credentials> proxyCredentials) {

    /** A user and a password; never printed. */
    public record Credentials(String user, String password) {

        String basic() {
            return "Basic "
                    + java.util.Base64.getEncoder()
                            .encodeToString((user + ":" + password).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /** The address without user, password or query: those can be secrets. */
    String shown() {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
    }
}
