package io.github.syr.maven.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.sun.net.httpserver.HttpServer;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.maven.TestBuilds;
import io.github.syr.maven.build.Build;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.plugin.logging.Log;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Maven's settings do to a download. */
@Timeout(10)
class RemoteCheckpointsTest {

    private static final byte[] CONTENT = "tensors".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private final DefaultRepositorySystemSession session = new DefaultRepositorySystemSession();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        session.setAuthenticationSelector(new DefaultAuthenticationSelector()
                .add(
                        "models",
                        new AuthenticationBuilder()
                                .addUsername("me")
                                .addPassword("secret")
                                .build()));
        session.setProxySelector(new DefaultProxySelector());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Path fetch(String serverId) throws InterruptedException {
        return fetch(serverId, "http://127.0.0.1:" + server.getAddress().getPort() + "/sam");
    }

    private Path fetch(String serverId, String mirror) throws InterruptedException {
        CheckpointRequest request = CheckpointRequest.of(
                "vit_b",
                folder,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.ofNullable(serverId),
                Optional.of(mirror));
        Build build = TestBuilds.build(folder, List.of(), mock(Log.class));
        when(build.session().getRequest()).thenReturn(new DefaultMavenExecutionRequest());
        when(build.session().getRepositorySession()).thenReturn(session);
        RemoteCheckpoint checkpoint = new RemoteCheckpoint(
                URI.create("https://example.com/published/sam.pth"),
                "sam.pth",
                Sha256.of(CONTENT),
                OptionalLong.of(CONTENT.length),
                true);
        return new RemoteCheckpoints().fetch(checkpoint, request, build, new CheckpointStore(folder.resolve("cache")));
    }

    @Test
    void asksTheMirrorWithTheServersPasswordOnce() throws Exception {
        Path file = fetch("models");
        assertEquals(
                folder.resolve("cache/checkpoints").resolve(Sha256.of(CONTENT)).resolve("sam.pth"), file);
        assertEquals("tensors", Files.readString(file));
        fetch("models");
        assertEquals(List.of("/sam/sam.pth Basic bWU6c2VjcmV0"), asked);
    }

    @Test
    void sendsNoPasswordUnasked() throws Exception {
        fetch(null);
        assertEquals(List.of("/sam/sam.pth null"), asked);
    }

    private void useProxy(String host, int port, String nonProxyHosts) {
        session.setProxySelector(new DefaultProxySelector()
                .add(
                        new Proxy(
                                Proxy.TYPE_HTTP,
                                host,
                                port,
                                new AuthenticationBuilder()
                                        .addUsername("proxy")
                                        .addPassword("hush")
                                        .build()),
                        nonProxyHosts));
    }

    @Test
    void goesPastTheProxyToHostsThatItIsNotFor() throws Exception {
        // nothing listens at the proxy's port
        useProxy("127.0.0.1", 1, "localhost|127.*");
        fetch(null);
        assertEquals(List.of("/sam/sam.pth null"), asked);
    }

    @Test
    void choosesTheProxyAgainWhereItIsRedirected() throws Exception {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> proxied = new ArrayList<>();
        proxy.createContext("/", exchange -> {
            proxied.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
            if (exchange.getRequestHeaders().containsKey("Proxy-Authorization")) {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/here");
                exchange.sendResponseHeaders(302, -1);
            } else {
                exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"all\"");
                exchange.sendResponseHeaders(407, -1);
            }
            exchange.close();
        });
        proxy.start();
        try {
            useProxy("127.0.0.1", proxy.getAddress().getPort(), "127.*");
            fetch(null, "http://models.example/sam");
        } finally {
            proxy.stop(0);
        }
        assertEquals(
                List.of(
                        "http://models.example/sam/sam.pth null",
                        "http://models.example/sam/sam.pth Basic cHJveHk6aHVzaA=="),
                proxied);
        assertEquals(List.of("/here null"), asked);
    }

    @Test
    void refusesAProxyWhosePortIsNone() {
        useProxy("proxy.example", 99_999, "");
        var e = assertThrows(SyrException.class, () -> fetch(null));
        assertEquals(
                "The <proxy> in settings.xml has the host \"proxy.example\" and the port 99999."
                        + " Write the name of a host, and a port from 1 to 65535.",
                e.getMessage());
    }

    @Test
    void copiesFromAMirrorThatIsAFolder() throws Exception {
        Files.createDirectories(folder.resolve("a mirror"));
        Files.write(folder.resolve("a mirror/sam.pth"), CONTENT);
        Path file = fetch(null, folder.resolve("a mirror").toUri().toString());
        assertEquals("tensors", Files.readString(file));
        assertEquals(List.of(), asked);
    }

    @Test
    void saysThatAMirrorsFolderHasNoSuchFile() {
        var e = assertThrows(
                SyrException.class, () -> fetch(null, folder.toUri().toString()));
        assertEquals(folder.resolve("sam.pth") + ": there is no such file. Check <downloadRoot>.", e.getMessage());
    }

    @Test
    void refusesAServerThatSettingsDontHave() {
        var e = assertThrows(SyrException.class, () -> fetch("modles"));
        assertTrue(e.getMessage().contains("settings.xml has no server \"modles\""), e.getMessage());
    }
}
