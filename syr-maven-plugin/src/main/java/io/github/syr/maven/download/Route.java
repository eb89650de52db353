package io.github.syr.maven.download;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;

/**
 * How a server is reached.
 *
 * @param proxy {@link Proxy#NO_PROXY} for none
 * @param credentials for the proxy; sent to it alone
 */
public record Route(Proxy proxy, Optional<DownloadSource.Credentials> credentials) {

    /** Without a proxy. */
    public static final Route DIRECT = new Route(Proxy.NO_PROXY, Optional.empty());

    /** Chooses the route to an address; asked again for each address that a download is redirected to. */
    @FunctionalInterface
    public interface Choice {
        Route to(URI uri);
    }

    /** The proxy's host and port, for messages; none without one. */
    Optional<String> proxyName() {
        return proxy.address() instanceof InetSocketAddress address
                ? Optional.of(address.getHostString() + ":" + address.getPort())
                : Optional.empty();
    }
}
