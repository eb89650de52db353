package io.github.syr.maven.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a real server on the loopback that breaks off, stalls, lies, redirects and asks for passwords. */
class DownloadTest {

    private final byte[] content = new byte[300_000];
    private final List<String> requests = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @TempDir
    private Path cache;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** What the server does with a request, by its number from 0. */
    private interface Behaviour {
        void answer(HttpExchange exchange, int number) throws IOException;
    }

    private void serve(String path, Behaviour behaviour) {
        server.createContext(path, exchange -> {
            int number;
            synchronized (requests) {
                number = requests.size();
                requests.add(exchange.getRequestHeaders().getFirst("Range") + " "
                        + exchange.getRequestHeaders().getFirst("If-Range") + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
            }
            try (exchange) {
                behaviour.answer(exchange, number);
            }
        });
    }

    private void whole(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("ETag", "\"one\"");
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private void half(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("ETag", "\"one\"");
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, 100_000);
        exchange.getResponseBody().flush();
    }

    private void rest(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Range", "bytes 100000-299999/300000");
        exchange.sendResponseHeaders(206, 200_000);
        exchange.getResponseBody().write(content, 100_000, 200_000);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private DownloadSource source(String path) {
        return new DownloadSource(
                uri(path), Sha256.of(content), OptionalLong.empty(), Optional.empty(), uri -> Route.DIRECT);
    }

    private DownloadSource withPassword(String path) {
        return new DownloadSource(
                uri(path),
                Sha256.of(content),
                OptionalLong.empty(),
                Optional.of(new DownloadSource.Credentials("ann", "secret")),
                uri -> Route.DIRECT);
    }

    private Path fetch(DownloadSource source) {
        return fetch(source, false);
    }

    private Path fetch(DownloadSource source, boolean offline) {
        return download(Duration.ofSeconds(2))
                .to(cache.resolve("model.pth"), source, offline, holder -> {}, (done, total) -> {});
    }

    private Download download(Duration stall) {
        return new Download(
                new CheckpointStore(cache), Limits.DEFAULT.withStall(stall), Machine.REAL.withSleeper(pauses::add));
    }

    private void assertWhole(Path file) throws IOException {
        assertArrayEquals(content, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(cache)) {
            assertFalse(files.anyMatch(f -> f.toString().contains(".part")), "no part is left");
        }
    }

    private String refusal(DownloadSource source) {
        SyrException e = assertThrows(SyrException.class, () -> fetch(source));
        assertFalse(Files.exists(cache.resolve("model.pth")), "nothing stands in the file's place");
        assertFalse(e.getMessage().contains("secret"), "no password in messages");
        return e.getMessage();
    }

    @Test
    void downloadsOnce() throws IOException {
        serve("/a", (exchange, n) -> whole(exchange));
        assertWhole(fetch(source("/a")));
        fetch(source("/a"));
        assertEquals(1, requests.size());
    }

    @Test
    void goesOnWhereItBrokeOff() throws IOException {
        serve("/a", (exchange, n) -> {
            if (n == 0) {
                half(exchange);
            } else {
                rest(exchange);
            }
        });
        assertWhole(fetch(source("/a")));
        assertEquals(List.of("null null null", "bytes=100000- \"one\" null"), requests);
        assertEquals(1, pauses.size());
    }

    @Test
    void startsOverWhenTheServerHasAnotherFile() throws IOException {
        serve("/a", (exchange, n) -> {
            if (n == 0) {
                half(exchange);
            } else {
                whole(exchange);
            }
        });
        assertWhole(fetch(source("/a")));
    }

    @Test
    void startsOverWhenTheRangeIsRefused() throws IOException {
        serve("/a", (exchange, n) -> {
            if (n == 0) {
                half(exchange);
            } else if (n == 1) {
                exchange.sendResponseHeaders(416, -1);
            } else {
                whole(exchange);
            }
        });
        assertWhole(fetch(source("/a")));
        assertEquals("null null null", requests.get(2));
    }

    /** As after a build that was killed between the last byte and the move. */
    @Test
    void takesAPartThatIsWhole() throws IOException {
        serve("/a", (exchange, n) -> half(exchange));
        assertTrue(refusal(source("/a")).contains("broke off"));
        Path part;
        try (Stream<Path> files = Files.walk(cache)) {
            part = files.filter(file -> file.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.write(part, content);
        server.removeContext("/a");
        serve("/a", (exchange, n) -> {
            assertEquals(
                    "bytes=" + content.length + "-",
                    exchange.getRequestHeaders().getFirst("Range"));
            exchange.getResponseHeaders().add("Content-Range", "bytes */" + content.length);
            exchange.sendResponseHeaders(416, -1);
        });
        assertWhole(fetch(source("/a")));
    }

    @Test
    void keepsThePartForTheNextBuild() throws IOException {
        serve("/a", (exchange, n) -> half(exchange));
        assertTrue(refusal(source("/a")).contains("broke off"));
        server.removeContext("/a");
        serve("/a", (exchange, n) -> {
            assertTrue(exchange.getRequestHeaders().getFirst("Range").startsWith("bytes=100000-"));
            rest(exchange);
        });
        assertWhole(fetch(source("/a")));
    }

    @Test
    void givesUpOnAServerThatStalls() {
        CountDownLatch end = new CountDownLatch(1);
        serve("/a", (exchange, n) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 10);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        SyrException e = assertThrows(
                SyrException.class,
                () -> download(Duration.ofMillis(200))
                        .to(cache.resolve("model.pth"), source("/a"), false, holder -> {}, (done, total) -> {}));
        end.countDown();
        assertTrue(e.getMessage().contains("timed out"), e.getMessage());
    }

    @Test
    void refusesAnotherFile() {
        serve("/a", (exchange, n) -> {
            byte[] page = "<!DOCTYPE html><p>Please log in".getBytes();
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        });
        String message = refusal(source("/a"));
        assertTrue(message.contains("SHA-256") && message.contains("HTML"), message);
    }

    @Test
    void refusesAFileOfAnotherLength() {
        serve("/a", (exchange, n) -> whole(exchange));
        DownloadSource longer = new DownloadSource(
                uri("/a"), Sha256.of(content), OptionalLong.of(5), Optional.empty(), uri -> Route.DIRECT);
        assertTrue(refusal(longer).contains("300000 bytes long, and 5 are expected"));
    }

    @Test
    void waitsAsLongAsTheServerAsks() throws IOException {
        serve("/a", (exchange, n) -> {
            if (n == 0) {
                exchange.getResponseHeaders().set("Retry-After", "17");
                exchange.sendResponseHeaders(503, -1);
            } else {
                whole(exchange);
            }
        });
        assertWhole(fetch(source("/a")));
        assertEquals(List.of(Duration.ofSeconds(17)), pauses);
    }

    @Test
    void followsRedirectsWithoutCarryingThePasswordAlong() throws IOException {
        serve("/a", (exchange, n) -> {
            exchange.getResponseHeaders()
                    .set("Location", "http://localhost:" + server.getAddress().getPort() + "/b");
            exchange.sendResponseHeaders(302, -1);
        });
        serve("/b", (exchange, n) -> whole(exchange));
        assertWhole(fetch(withPassword("/a")));
        assertTrue(requests.get(0).contains("Basic "), requests.get(0));
        assertTrue(requests.get(1).endsWith("null"), requests.get(1));
    }

    @Test
    void endsALoopOfRedirects() {
        serve("/a", (exchange, n) -> {
            exchange.getResponseHeaders().set("Location", "/a");
            exchange.sendResponseHeaders(307, -1);
        });
        assertTrue(refusal(source("/a")).contains("redirected more than 10 times"));
    }

    @Test
    void saysWhereAPasswordBelongs() throws IOException {
        serve("/a", (exchange, n) -> {
            if (exchange.getRequestHeaders().containsKey("Authorization")) {
                whole(exchange);
            } else {
                exchange.sendResponseHeaders(401, -1);
            }
        });
        String message = refusal(source("/a"));
        assertTrue(message.contains("<serverId>"), message);
        assertWhole(fetch(withPassword("/a")));
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        serve("/a", (exchange, n) -> exchange.sendResponseHeaders(404, -1));
        assertTrue(refusal(source("/a")).contains("404"));
        assertEquals(1, requests.size());
    }

    @Test
    void goesThroughAProxy() throws IOException {
        serve("/", (exchange, n) -> {
            assertEquals("http://models.example/a.pth", exchange.getRequestURI().toString());
            if (exchange.getRequestHeaders().containsKey("Proxy-Authorization")) {
                assertEquals(
                        "Basic cHJveHk6cGFzcw==", exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
                whole(exchange);
            } else {
                exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"all\"");
                exchange.sendResponseHeaders(407, -1);
            }
        });
        Proxy proxy = new Proxy(Proxy.Type.HTTP, server.getAddress());
        assertWhole(fetch(new DownloadSource(
                URI.create("http://models.example/a.pth"),
                Sha256.of(content),
                OptionalLong.empty(),
                Optional.empty(),
                uri -> new Route(proxy, Optional.of(new DownloadSource.Credentials("proxy", "pass"))))));
    }

    @Test
    void asksNobodyOffline() {
        serve("/a", (exchange, n) -> whole(exchange));
        SyrException e = assertThrows(SyrException.class, () -> fetch(source("/a"), true));
        assertTrue(
                e.getMessage().contains("offline")
                        && e.getMessage().contains(cache.resolve("model.pth").toString()),
                e.getMessage());
        assertEquals(0, requests.size());
    }

    @Test
    void downloadsOnceForTwoBuildsAtOnce() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        serve("/a", (exchange, n) -> {
            try {
                second.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            whole(exchange);
        });
        Future<Path> first = threads.submit(() -> download(Duration.ofSeconds(20))
                .to(
                        cache.resolve("model.pth"),
                        source("/a"),
                        false,
                        holder -> second.countDown(),
                        (done, total) -> {}));
        Future<Path> other = threads.submit(() -> download(Duration.ofSeconds(20))
                .to(
                        cache.resolve("model.pth"),
                        source("/a"),
                        false,
                        holder -> second.countDown(),
                        (done, total) -> {}));
        // Whichever comes second says that it waits, and only then the server answers.
        assertEquals(first.get(60, TimeUnit.SECONDS), other.get(60, TimeUnit.SECONDS));
        assertEquals(1, requests.size());
        assertWhole(first.get());
    }

    @Test
    void hashesAFileThatSomebodyPutThere() throws IOException {
        Files.write(cache.resolve("model.pth"), content);
        assertEquals(cache.resolve("model.pth"), fetch(source("/nowhere")));
        Files.write(cache.resolve("model.pth"), Arrays.copyOf(content, 7));
        serve("/a", (exchange, n) -> whole(exchange));
        assertWhole(fetch(source("/a")));
    }
}
