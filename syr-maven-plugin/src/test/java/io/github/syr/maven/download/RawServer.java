package io.github.syr.maven.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server whose answers are bytes: also those that no server's library would send. */
final class RawServer implements AutoCloseable {

    /** The lines of each request. */
    final List<List<String>> requests = new CopyOnWriteArrayList<>();

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Writes an answer; the connection ends behind it. */
    @FunctionalInterface
    interface Answer {
        /** @param number of the request, from 0 */
        void write(OutputStream out, int number) throws IOException, InterruptedException;
    }

    RawServer(Answer answer) throws IOException {
        threads.execute(() -> accept(answer));
    }

    /** One that always answers the same. */
    static RawServer saying(String answer) throws IOException {
        return new RawServer((out, n) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
    }

    String uri(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    private void accept(Answer answer) {
        try {
            while (true) {
                Socket client = socket.accept();
                threads.execute(() -> serve(client, answer));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client, Answer answer) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> lines = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                lines.add(line);
            }
            int number;
            synchronized (requests) {
                number = requests.size();
                requests.add(lines);
            }
            answer.write(client.getOutputStream(), number);
            client.getOutputStream().flush();
            client.shutdownOutput();
        } catch (IOException e) {
            // the client has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends bytes one by one, until the client goes or the server is closed. */
    static void drip(OutputStream out, char c) throws IOException, InterruptedException {
        while (true) {
            out.write(c);
            out.flush();
            Thread.sleep(20);
        }
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
