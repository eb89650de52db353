package io.github.syr.maven.download;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;

/**
 * Tells one proxy its user and password when it asks, in the request to it or in the CONNECT to a server behind it. No
 * other proxy and no server is told.
 */
final class ProxyLogin extends Authenticator {

    /**
     * The system property that lists the schemes which the JDK leaves out of tunnels: {@code Basic} where nobody sets
     * it. It is read once, when the JDK's client is loaded.
     */
    static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private final InetSocketAddress proxy;
    private final DownloadSource.Credentials credentials;
    private int asked;

    ProxyLogin(InetSocketAddress proxy, DownloadSource.Credentials credentials) {
        this.proxy = proxy;
        this.credentials = credentials;
    }

    /** Lets proxies ask for a password by Basic before they tunnel, unless the user has said otherwise. */
    static void allowBasicInTunnels() {
        if (System.getProperty(DISABLED_SCHEMES) == null) {
            System.setProperty(DISABLED_SCHEMES, "");
        }
    }

    @Override
    protected synchronized PasswordAuthentication getPasswordAuthentication() {
        if (getRequestorType() != RequestorType.PROXY
                || !proxy.getHostString().equalsIgnoreCase(getRequestingHost())
                || proxy.getPort() != getRequestingPort()) {
            return null;
        }
        // who asks again has refused them
        return asked++ == 0
                ? new PasswordAuthentication(
                        credentials.user(), credentials.password().toCharArray())
                : null;
    }

    /** Whether the proxy could be answered at all: it asked in a way that the JDK knows and lets through. */
    synchronized boolean wasAsked() {
        return asked > 0;
    }
}
