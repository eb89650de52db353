package io.github.syr.maven.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that knows CONNECT, and leads every host to one server on the loopback. */
final class TunnelProxy implements AutoCloseable {

    /** Each CONNECT's line, and what its Proxy-Authorization was. */
    final List<String> connects = new CopyOnWriteArrayList<>();

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int target;
    private final Optional<String> authorization;
    private final String refusal;

    /**
     * @param target the server's port
     * @param authorization that it asks for
     * @param refusal what it answers to everybody, empty where it doesn't
     */
    TunnelProxy(int target, Optional<String> authorization, String refusal) throws IOException {
        this.target = target;
        this.authorization = authorization;
        this.refusal = refusal;
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            while (true) {
                String given = null;
                String line = line(client);
                if (line.isEmpty()) {
                    return;
                }
                String request = line;
                for (line = line(client); !line.isEmpty(); line = line(client)) {
                    if (line.regionMatches(true, 0, "Proxy-Authorization: ", 0, 21)) {
                        given = line.substring(21);
                    }
                }
                connects.add(request + " " + given);
                if (!refusal.isEmpty()) {
                    say(client, "HTTP/1.1 " + refusal + "\r\nContent-Length: 0\r\n\r\n");
                } else if (authorization.isPresent() && !authorization.get().equals(given)) {
                    say(
                            client,
                            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"all\"\r\n"
                                    + "Content-Length: 0\r\n\r\n");
                } else {
                    say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                    tunnel(client);
                    return;
                }
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            threads.execute(() -> {
                try {
                    client.getInputStream().transferTo(server.getOutputStream());
                } catch (IOException e) {
                    // one of them has gone
                }
            });
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    /** Byte by byte: what follows the request's header belongs to the tunnel. */
    private static String line(Socket client) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = client.getInputStream().read();
                c >= 0 && c != '\n';
                c = client.getInputStream().read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
