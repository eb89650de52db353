package io.github.syr.maven.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.syr.io.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads over TLS, through proxies that tunnel: builds are processes, and their passwords go where they belong. */
@Timeout(10)
class TlsDownloadTest {

    private static final byte[] CONTENT = "tensors".getBytes(StandardCharsets.UTF_8);
    /** user:pass */
    private static final String BASIC = "Basic dXNlcjpwYXNz";

    @TempDir
    static Path keys;

    @TempDir
    Path cache;

    private TlsServer server;

    @BeforeAll
    static void makeKey() throws Exception {
        TlsServer.makeKey(keys.resolve("store"));
    }

    @BeforeEach
    void serve() throws Exception {
        server = new TlsServer(keys.resolve("store"), TlsDownloadTest::whole);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void whole(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, CONTENT.length);
        exchange.getResponseBody().write(CONTENT);
    }

    private TunnelProxy proxy(String authorization) throws IOException {
        return new TunnelProxy(server.port(), Optional.ofNullable(authorization), "");
    }

    /** How a build ends that downloads, with these arguments of its JVM and the certificate in its trust store. */
    private String trusting(String uri, String... jvmArguments) throws IOException {
        List<String> all = new ArrayList<>(TlsServer.trust(keys.resolve("store")));
        all.addAll(List.of(jvmArguments));
        return build(uri, all);
    }

    private String build(String uri, List<String> jvmArguments) throws IOException {
        try (DownloadProcess process =
                DownloadProcess.start(uri, Sha256.of(CONTENT), cache.resolve("model.pth"), jvmArguments)) {
            String end = process.end();
            assertFalse(
                    end.contains("pass:") || end.contains(":pass") || end.contains("wrong"), "no password in messages");
            assertEquals(end.equals("done"), Files.exists(cache.resolve("model.pth")), end);
            return end;
        }
    }

    @Test
    void tellsAProxyItsPasswordInConnectAndNoServer() throws Exception {
        try (TunnelProxy proxy = proxy(BASIC)) {
            assertEquals(
                    "done", trusting("https://models.example/a.pth", "-Dproxy=" + proxy.port(), "-Dlogin=user:pass"));
            assertEquals(
                    List.of("CONNECT models.example:443 HTTP/1.1 null", "CONNECT models.example:443 HTTP/1.1 " + BASIC),
                    proxy.connects);
            assertFalse(server.requests.get(0).containsKey("Proxy-Authorization"), "the server hears no password");
        }
    }

    @Test
    void keepsAProxysPasswordFromTheServerWhereTheProxyDoesNotAsk() throws Exception {
        try (TunnelProxy proxy = proxy(null)) {
            assertEquals(
                    "done", trusting("https://models.example/a.pth", "-Dproxy=" + proxy.port(), "-Dlogin=user:pass"));
            assertEquals(List.of("CONNECT models.example:443 HTTP/1.1 null"), proxy.connects);
            assertFalse(server.requests.get(0).containsKey("Proxy-Authorization"), "the server hears no password");
        }
    }

    @Test
    void tellsTheServerItsPasswordAndNotTheProxy() throws Exception {
        try (TunnelProxy proxy = proxy(null)) {
            assertEquals(
                    "done", trusting("https://models.example/a.pth", "-Dproxy=" + proxy.port(), "-Dserver=user:pass"));
            assertEquals(BASIC, server.requests.get(0).getFirst("Authorization"));
            assertEquals(List.of("CONNECT models.example:443 HTTP/1.1 null"), proxy.connects);
        }
    }

    @Test
    void saysThatTheProxyRefusesAPassword() throws Exception {
        try (TunnelProxy proxy = proxy(BASIC)) {
            assertEquals(
                    "The proxy 127.0.0.1:" + proxy.port()
                            + " refuses the user and the password that settings.xml has for it."
                            + " Correct them in settings.xml, in the <proxy>.",
                    trusting("https://models.example/a.pth", "-Dproxy=" + proxy.port(), "-Dlogin=user:wrong"));
            assertEquals(2, proxy.connects.size(), "asked once with it");
        }
    }

    @Test
    void saysThatTheProxyAsksForAPassword() throws Exception {
        try (TunnelProxy proxy = proxy(BASIC)) {
            assertEquals(
                    "The proxy 127.0.0.1:" + proxy.port() + " asks for a user and a password."
                            + " Put them into settings.xml, into the <proxy>.",
                    trusting("https://models.example/a.pth", "-Dproxy=" + proxy.port()));
        }
    }

    @Test
    void leavesBasicOutOfTunnelsWhereTheUserSaysSo() throws Exception {
        try (TunnelProxy proxy = proxy(BASIC)) {
            assertEquals(
                    "The proxy 127.0.0.1:" + proxy.port()
                            + " asks for a user and a password by a scheme that this Java leaves out."
                            + " For Basic, start Maven with MAVEN_OPTS=-Djdk.http.auth.tunneling.disabledSchemes=",
                    trusting(
                            "https://models.example/a.pth",
                            "-Dproxy=" + proxy.port(),
                            "-Dlogin=user:pass",
                            "-Djdk.http.auth.tunneling.disabledSchemes=Basic"));
            assertEquals(List.of("CONNECT models.example:443 HTTP/1.1 null"), proxy.connects);
        }
    }

    @Test
    void saysThatTheProxyLeadsNowhere() throws Exception {
        try (TunnelProxy proxy = new TunnelProxy(server.port(), Optional.empty(), "403 Forbidden")) {
            assertEquals(
                    "https://models.example/a.pth: the proxy 127.0.0.1:" + proxy.port()
                            + " answers 403 for the server models.example. Check the address, and the <proxy> in"
                            + " settings.xml with its <nonProxyHosts>.",
                    trusting("https://models.example/a.pth", "-Dproxy=" + proxy.port()));
            assertEquals(1, proxy.connects.size());
        }
        try (TunnelProxy proxy = new TunnelProxy(server.port(), Optional.empty(), "502 Bad Gateway")) {
            assertEquals(
                    "https://models.example/a.pth: can't be downloaded: the proxy 127.0.0.1:" + proxy.port()
                            + " answers 502 for the server models.example, 4 times. Try again later: it continues where it"
                            + " stopped. A mirror can be named by <downloadRoot>, a proxy in settings.xml.",
                    trusting("https://models.example/a.pth", "-Dproxy=" + proxy.port()));
            assertEquals(4, proxy.connects.size());
        }
    }

    @Test
    void refusesACertificateThatNobodyTrusts() throws Exception {
        String message = build("https://127.0.0.1:" + server.port() + "/a.pth", List.of());
        assertTrue(
                message.startsWith("https://127.0.0.1:" + server.port()
                        + "/a.pth: the certificate of the server 127.0.0.1 is not trusted ("),
                message);
        assertTrue(message.endsWith("MAVEN_OPTS=-Djavax.net.ssl.trustStore=FILE names it."), message);
        assertEquals(List.of(), server.requests, "nothing is asked of it");
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        try (TunnelProxy proxy = proxy(null)) {
            String message = trusting("https://other.example/a.pth", "-Dproxy=" + proxy.port());
            assertTrue(
                    message.startsWith("https://other.example/a.pth: the certificate of the server other.example is not"
                            + " trusted (No subject alternative DNS name matching other.example found.)."),
                    message);
        }
        assertEquals(List.of(), server.requests, "nothing is asked of it");
    }

    @Test
    void dropsThePasswordWhereItIsRedirectedToAnotherScheme() throws Exception {
        HttpServer plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plain.createContext("/", exchange -> {
            assertEquals(BASIC, exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().set("Location", "https://127.0.0.1:" + server.port() + "/a.pth");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        plain.start();
        try {
            assertEquals(
                    "done",
                    trusting("http://127.0.0.1:" + plain.getAddress().getPort() + "/a.pth", "-Dserver=user:pass"));
            assertFalse(server.requests.get(0).containsKey("Authorization"), "another server hears no password");
        } finally {
            plain.stop(0);
        }
    }

    @Test
    void refusesToBeLedFromHttpsToHttp() throws Exception {
        try (TlsServer leading = new TlsServer(keys.resolve("store"), exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/a.pth");
            exchange.sendResponseHeaders(301, -1);
        })) {
            String uri = "https://127.0.0.1:" + leading.port() + "/a.pth";
            assertEquals(uri + ": is redirected from https to http. Check the address.", trusting(uri));
        }
    }
}
