package io.github.syr.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.message.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as the process that it is. */
class MainTest {

    @TempDir
    private Path folder;

    private Process start() throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path request = Files.writeString(
                folder.resolve("demo.json"),
                TinyDemo.request(folder, Optional.empty()).toJson());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsyr.parent=true",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        request.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The address that it tells first of all. */
    private static URI address(BufferedReader output) throws IOException {
        Event.Note note = (Event.Note) Event.ofLine(output.readLine()).orElseThrow();
        assertTrue(note.text().startsWith("Demo: http://127.0.0.1:"), note.text());
        return URI.create(note.text().replace("Demo: ", ""));
    }

    private static int send(URI root, String path, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private void requireEnd(Process process) throws InterruptedException, IOException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        try (var left = Files.list(folder.resolve("tmp"))) {
            assertEquals(
                    0,
                    left.filter(file -> file.getFileName().toString().startsWith("syr-demo"))
                            .count(),
                    "what it was given is gone");
        }
    }

    @Test
    void endsByThePagesButton() throws Exception {
        Process process = start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            URI root = address(output);
            assertEquals(200, send(root, "api/images?name=ring.png", TinyDemo.ring()));
            assertEquals(200, send(root, "api/stop", "{}".getBytes(StandardCharsets.UTF_8)));
            String last = output.lines().reduce((a, b) -> b).orElseThrow();
            assertEquals(
                    "The demo has ended.",
                    ((Event.Result) Event.ofLine(last).orElseThrow()).lines().get(0));
            requireEnd(process);
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsWithTheProcessThatStartedIt() throws Exception {
        Process process = start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals(200, send(address(output), "api/images?name=ring.png", TinyDemo.ring()));
            process.getOutputStream().close();
            requireEnd(process);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void tidiesUpWhenItIsTerminated() throws Exception {
        Process process = start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals(200, send(address(output), "api/images?name=ring.png", TinyDemo.ring()));
            process.destroy();
            requireEnd(process);
        } finally {
            process.destroyForcibly();
        }
    }
}
