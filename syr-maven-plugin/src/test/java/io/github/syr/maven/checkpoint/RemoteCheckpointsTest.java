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
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Maven's settings do to a download. */
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
        URI mirror = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sam");
        CheckpointRequest request = CheckpointRequest.of(
                "vit_b",
                folder,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.ofNullable(serverId),
                Optional.of(mirror.toString()));
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

    @Test
    void refusesAServerThatSettingsDontHave() {
        var e = assertThrows(SyrException.class, () -> fetch("modles"));
        assertTrue(e.getMessage().contains("settings.xml has no server \"modles\""), e.getMessage());
    }
}
