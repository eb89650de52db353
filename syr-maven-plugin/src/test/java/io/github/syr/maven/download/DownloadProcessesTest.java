package io.github.syr.maven.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds that download one file, each a process. */
@Timeout(10)
class DownloadProcessesTest {

    private static final byte[] CONTENT = "0123456789".repeat(10).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path cache;

    private final CountDownLatch more = new CountDownLatch(1);

    /** Half of it, and the rest when it is let. */
    private RawServer halting() throws IOException {
        return new RawServer((out, n) -> {
            out.write("HTTP/1.1 200 OK\r\nETag: \"one\"\r\nContent-Length: 100\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(CONTENT, 0, 50);
            out.flush();
            more.await();
            out.write(CONTENT, 50, 50);
        });
    }

    private DownloadProcess build(RawServer server) throws IOException {
        return DownloadProcess.start(server.uri("/a"), Sha256.of(CONTENT), cache.resolve("model.pth"), List.of());
    }

    @Test
    void downloadsOnceForTwoProcesses() throws Exception {
        try (RawServer server = halting();
                DownloadProcess first = build(server)) {
            first.await("bytes 50");
            try (DownloadProcess second = build(server)) {
                second.await("waiting");
                more.countDown();
                assertEquals("done", first.end());
                assertEquals("done", second.end());
            }
            assertEquals(1, server.requests.size());
        }
        assertArrayEquals(CONTENT, Files.readAllBytes(cache.resolve("model.pth")));
    }

    @Test
    void continuesWhatAProcessLeftThatWasKilled() throws Exception {
        try (RawServer server = halting();
                DownloadProcess first = build(server)) {
            first.await("bytes 50");
            first.kill();
        }
        try (RawServer server = new RawServer((out, n) -> {
                    out.write("HTTP/1.1 206 OK\r\nContent-Range: bytes 50-99/100\r\nContent-Length: 50\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    out.write(CONTENT, 50, 50);
                });
                DownloadProcess next = build(server)) {
            assertEquals("done", next.end());
            assertTrue(server.requests.get(0).contains("Range: bytes=50-"), server.requests.toString());
        }
        assertArrayEquals(CONTENT, Files.readAllBytes(cache.resolve("model.pth")));
    }
}
