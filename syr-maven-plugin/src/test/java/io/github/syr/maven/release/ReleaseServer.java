package io.github.syr.maven.release;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.aether.repository.RemoteRepository;

/** A Maven repository on the loopback: 404 for what it doesn't have, or what a test says for all. */
final class ReleaseServer implements AutoCloseable {

    /** Stands for an answer that never comes. */
    static final int SILENCE = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 404;
    private volatile String authorization = "";

    ReleaseServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        int code = status;
        if (code == SILENCE) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        if (!authorization.isEmpty()
                && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"releases\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        byte[] body = code == 404 ? files.get(path) : null;
        exchange.sendResponseHeaders(body == null ? code : 200, body == null ? -1 : body.length);
        if (body != null) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** From now on, and for everything. */
    void requires(String user, String password) {
        String login = user + ":" + password;
        authorization = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    RemoteRepository repository(String id) {
        return new RemoteRepository.Builder(id, "default", url()).build();
    }

    /** Every path that was asked for. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Answers so to everything from now on; 404 is as at first. */
    void answers(int code) {
        status = code;
    }

    void put(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void lists(String... versions) {
        put(
                "/org/example/ring-adapter/maven-metadata.xml",
                "<metadata><groupId>org.example</groupId><artifactId>ring-adapter</artifactId><versioning><latest>9</latest><versions><version>"
                        + String.join("</version><version>", versions)
                        + "</version></versions></versioning></metadata>");
    }

    /** A jar of {@code org.example} with this {@code adapter.json}; an empty one has none. */
    void releases(String artifactId, String version, String manifest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(
                    manifest.isEmpty() ? "other.txt" : "META-INF/syr/org.example/" + artifactId + "/adapter.json"));
            zip.write(manifest.getBytes(StandardCharsets.UTF_8));
        }
        files.put(
                "/org/example/" + artifactId + "/" + version + "/" + artifactId + "-" + version + ".jar",
                bytes.toByteArray());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
