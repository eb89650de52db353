package io.github.syr.maven.checkpoint;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.console.DownloadPrinter;
import io.github.syr.maven.console.ProgressMode;
import io.github.syr.maven.console.ProgressPrinter;
import io.github.syr.maven.download.Download;
import io.github.syr.maven.download.DownloadSource;
import io.github.syr.maven.download.Route;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.RemoteRepository;

/** Brings checkpoints from the net into the store, through Maven's proxies and with its servers' credentials. */
@Named
@Singleton
public class RemoteCheckpoints {

    private static final String NO_SERVER = "syr-checkpoint";
    private static final int MOST_PORT = 65_535;

    /**
     * The file, verified; downloaded where the cache hasn't got it.
     *
     * @param request what the user says about servers and mirrors
     * @throws SyrException if it can't be had, or is another file than its SHA-256 says
     */
    public Path fetch(RemoteCheckpoint checkpoint, CheckpointRequest request, Build build, CheckpointStore store)
            throws InterruptedException {
        URI uri = checkpoint.mirrored() ? mirrored(checkpoint, request) : checkpoint.uri();
        DownloadSource source = source(checkpoint, uri, request, build.repositorySession());
        Path file = store.file(checkpoint.sha256(), checkpoint.fileName());
        ProgressPrinter progress = new ProgressPrinter(
                ProgressMode.of(build.session().getRequest(), build.log()),
                System.out,
                build.log()::info,
                InstantSource.system());
        try (DownloadPrinter printer =
                new DownloadPrinter(checkpoint.fileName(), build.log(), progress, InstantSource.system())) {
            return new Download(store)
                    .to(file, source, build.session().isOffline(), printer::waiting, printer::progress);
        }
    }

    private static URI mirrored(RemoteCheckpoint checkpoint, CheckpointRequest request) {
        return request.downloadRoot()
                .map(root -> root.resolve(checkpoint.fileName()))
                .orElse(checkpoint.uri());
    }

    private static DownloadSource source(
            RemoteCheckpoint checkpoint, URI uri, CheckpointRequest request, RepositorySystemSession session) {
        RemoteRepository server = repository(request.serverId().orElse(NO_SERVER), uri)
                .setAuthentication(
                        request.serverId().isPresent()
                                ? session.getAuthenticationSelector()
                                        .getAuthentication(
                                                repository(request.serverId().get(), uri)
                                                        .build())
                                : null)
                .build();
        Optional<DownloadSource.Credentials> credentials =
                credentials(AuthenticationContext.forRepository(session, server));
        if (request.serverId().isPresent() && credentials.isEmpty()) {
            throw SyrException.badRequest(
                    "settings.xml has no server \"" + request.serverId().get() + "\" with a user and a password.",
                    "Add it, or fix <serverId>.");
        }
        return new DownloadSource(
                uri, checkpoint.sha256(), checkpoint.bytes(), credentials, address -> route(address, session));
    }

    private static RemoteRepository.Builder repository(String id, URI uri) {
        return new RemoteRepository.Builder(id, "default", uri.toString());
    }

    /** The proxy that settings.xml has for an address, {@code nonProxyHosts} heeded. */
    private static Route route(URI uri, RepositorySystemSession session) {
        RemoteRepository server = repository(NO_SERVER, uri).build();
        RemoteRepository reached = repository(NO_SERVER, uri)
                .setProxy(session.getProxySelector().getProxy(server))
                .build();
        if (reached.getProxy() == null) {
            return Route.DIRECT;
        }
        String host = reached.getProxy().getHost();
        int port = reached.getProxy().getPort();
        if (host == null || host.isBlank() || port < 1 || port > MOST_PORT) {
            throw SyrException.badRequest(
                    "The <proxy> in settings.xml has the host \"" + host + "\" and the port " + port + ".",
                    "Write the name of a host, and a port from 1 to " + MOST_PORT + ".");
        }
        return new Route(
                new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port)),
                credentials(AuthenticationContext.forProxy(session, reached)));
    }

    private static Optional<DownloadSource.Credentials> credentials(AuthenticationContext context) {
        if (context == null) {
            return Optional.empty();
        }
        try (context) {
            String user = context.get(AuthenticationContext.USERNAME);
            String password = context.get(AuthenticationContext.PASSWORD);
            return user == null || password == null
                    ? Optional.empty()
                    : Optional.of(new DownloadSource.Credentials(user, password));
        }
    }
}
