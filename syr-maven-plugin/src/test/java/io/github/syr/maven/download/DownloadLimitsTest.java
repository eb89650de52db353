package io.github.syr.maven.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server can make a build wait only so long, and fill only so much of its disk. */
@Timeout(10)
class DownloadLimitsTest {

    private static final byte[] CONTENT = "a".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    private static final Limits SLOW =
            Limits.DEFAULT.withStall(Duration.ofSeconds(2)).withRate(Duration.ofMillis(200), 1000);
    private static final String LATER = " Try again later: it continues where it stopped."
            + " A mirror can be named by <downloadRoot>, a proxy in settings.xml.";

    @TempDir
    Path cache;

    private Fetching fetching() {
        return new Fetching(cache, CONTENT);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void givesUpOnABodyThatDripsAndContinuesItLater() throws Exception {
        Fetching fetching = fetching().with(SLOW);
        try (RawServer server = new RawServer((out, n) -> {
            write(out, "HTTP/1.1 " + (n == 0 ? "200 OK" : "206 Partial Content") + "\r\nETag: \"one\"\r\n");
            long from = n == 0 ? 0 : Files.size(fetching.part());
            write(out, "Content-Range: bytes " + from + "-999/1000\r\nContent-Length: " + (1000 - from) + "\r\n\r\n");
            RawServer.drip(out, 'a');
        })) {
            String message = fetching.refusal(server.uri("/a"));
            assertTrue(
                    message.matches("\\Q" + server.uri("/a") + "\\E: can't be downloaded: it sends \\d{1,3} bytes a"
                            + " second, less than 1000 on average over 0\\.2 s \\(-Dsyr\\.minDownloadRate=… allows"
                            + " fewer\\), 4 times\\.\\Q" + LATER + "\\E"),
                    message);
            assertEquals(4, server.requests.size());
        }
        long had = Files.size(fetching.part());
        assertTrue(had > 0, "the part is kept");
        try (RawServer server = new RawServer((out, n) -> {
            write(out, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + had + "-999/1000\r\n");
            write(out, "Content-Length: " + (1000 - had) + "\r\n\r\n" + "a".repeat((int) (1000 - had)));
        })) {
            fetching.fetch(server.uri("/a"));
            assertTrue(
                    server.requests.get(0).containsAll(List.of("Range: bytes=" + had + "-", "If-Range: \"one\"")),
                    server.requests.toString());
        }
        assertArrayEquals(CONTENT, Files.readAllBytes(fetching.file));
    }

    @Test
    void givesUpOnAChunksHeaderThatDrips() throws Exception {
        try (RawServer server = new RawServer((out, n) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;");
            RawServer.drip(out, 'x');
        })) {
            String message = fetching().with(SLOW).refusal(server.uri("/a"));
            assertTrue(message.contains("it sends 0 bytes a second, less than 1000 on average over 0.2 s"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 O", "HTTP/1.1 200 OK\r\nX-Header: "})
    void givesUpOnAHeaderThatDrips(String beginning) throws Exception {
        try (RawServer server = new RawServer((out, n) -> {
            write(out, beginning);
            RawServer.drip(out, 'x');
        })) {
            assertEquals(
                    server.uri("/a")
                            + ": can't be downloaded: the server 127.0.0.1 has not answered within 0.2 s, 4 times."
                            + LATER,
                    fetching()
                            .with(Limits.DEFAULT.withStall(Duration.ofMillis(100)))
                            .refusal(server.uri("/a")));
        }
    }

    @Test
    void judgesTheAverageOfAWindowAndNoPauseInIt() throws Exception {
        AtomicLong nanos = new AtomicLong();
        Pace pace = new Pace(Limits.DEFAULT, nanos::get);
        for (int minute = 0; minute < 3; minute++) {
            nanos.addAndGet(Duration.ofSeconds(59).toNanos());
            assertEquals(Duration.ofSeconds(1), pace.left());
            pace.received(0);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            pace.received(600_000);
        }
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        Download.Interrupted e = assertThrows(Download.Interrupted.class, () -> pace.received(599_999));
        assertEquals(
                "it sends 9999 bytes a second, less than 10000 on average over 60 s (-Dsyr.minDownloadRate=… allows fewer)",
                e.getMessage());
    }

    @Test
    void takesTheLeastRateFromASystemProperty() {
        assertEquals(10_000, Limits.of(null).bytesPerSecond());
        assertEquals(500, Limits.of(" 500 ").bytesPerSecond());
        for (String wrong : List.of("0", "-1", "fast", "", "1e3")) {
            SyrException e = assertThrows(SyrException.class, () -> Limits.of(wrong));
            assertEquals(
                    "syr.minDownloadRate is \"" + wrong
                            + "\"; a whole number of bytes per second, at least 1, is expected."
                            + " Set -Dsyr.minDownloadRate=10000 or another number, or leave it out.",
                    e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"503, 999, 1", "429, 999999999, 1", "429, 121, 1", "503, 50, 3", "503, 120, 2"})
    void waitsTwoMinutesInAllForAServerThatAsksForMore(int status, String seconds, int tries) throws Exception {
        Fetching fetching = fetching();
        try (RawServer server = RawServer.saying(
                "HTTP/1.1 " + status + " Later\r\nRetry-After: " + seconds + "\r\nContent-Length: 0\r\n\r\n")) {
            assertEquals(
                    server.uri("/a") + ": can't be downloaded: the server answers " + status + " and asks to wait "
                            + seconds + " s; a build waits 120 s in all." + LATER,
                    fetching.refusal(server.uri("/a")));
            assertEquals(tries, server.requests.size());
        }
        assertTrue(
                fetching.pauses.stream().reduce(Duration.ZERO, Duration::plus).compareTo(Duration.ofMinutes(2)) <= 0,
                fetching.pauses.toString());
    }

    @Test
    void readsRetryAfter() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals(Optional.empty(), RetryAfter.of(null, now));
        assertEquals(Optional.of(Duration.ofSeconds(7)), RetryAfter.of(" 7 ", now));
        assertEquals(Optional.of(Duration.ofSeconds(90)), RetryAfter.of("Thu, 01 Jan 2026 00:01:30 GMT", now));
        assertEquals(Optional.of(Duration.ZERO), RetryAfter.of("Wed, 31 Dec 2025 00:00:00 GMT", now));
        assertEquals(Optional.empty(), RetryAfter.of("-5", now));
        assertEquals(Optional.empty(), RetryAfter.of("soon", now));
    }

    @Test
    void refusesAFileWithoutEnd() throws Exception {
        assertEquals(17_179_869_184L, Limits.DEFAULT.longest());
        try (RawServer server = new RawServer((out, n) -> {
            write(out, "HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                out.write(new byte[1000]);
            }
        })) {
            Fetching fetching = fetching().with(SLOW.withLongest(100_000));
            assertEquals(
                    server.uri("/a") + ": is longer than the 100000 bytes that a download may have. Check the address.",
                    fetching.refusal(server.uri("/a")));
            assertFalse(Files.exists(fetching.part()), "it is not kept");
        }
    }

    @Test
    void deletesPartsOfOtherFilesThatAreOlderThanAWeek() throws Exception {
        Instant now = Instant.parse("2026-01-08T00:00:00Z");
        Path old = Files.createDirectories(cache.resolve("checkpoints/0123")).resolve("other.pth.part");
        Path young = Files.createDirectories(cache.resolve("checkpoints/4567")).resolve("other.pth.part");
        for (Path part : List.of(old, young)) {
            Files.writeString(part, "a".repeat(10));
            Files.writeString(part.resolveSibling("other.pth.part.validator"), "\"one\"\n1000\n");
        }
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2025-12-31T23:59:59Z")));
        Files.setLastModifiedTime(young, FileTime.from(Instant.parse("2026-01-01T00:00:01Z")));
        try (RawServer server =
                RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + "a".repeat(1000))) {
            fetching().on(Machine.REAL.withClock(() -> now)).fetch(server.uri("/a"));
        }
        assertFalse(Files.exists(old));
        assertFalse(Files.exists(old.resolveSibling("other.pth.part.validator")));
        assertTrue(Files.exists(young));
        assertTrue(Files.exists(young.resolveSibling("other.pth.part.validator")));
    }

    @Test
    void startsOverWhereAPartIsOlderThanAWeek() throws Exception {
        Fetching fetching = fetching();
        Instant now = Instant.parse("2026-01-08T00:00:00Z");
        fetching.on(Machine.REAL.withClock(() -> now));
        for (String age : List.of("2025-12-31T23:59:59Z", "2026-01-01T00:00:01Z")) {
            Files.deleteIfExists(fetching.file);
            Files.writeString(fetching.part(), "a".repeat(10));
            Files.writeString(cache.resolve("model.pth.part.validator"), "\"one\"\n1000\n");
            Files.setLastModifiedTime(fetching.part(), FileTime.from(Instant.parse(age)));
            try (RawServer server =
                    RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + "a".repeat(1000))) {
                fetching.fetch(server.uri("/a"));
                assertEquals(
                        age.startsWith("2026"),
                        server.requests.get(0).contains("Range: bytes=10-"),
                        server.requests.toString());
            }
        }
    }
}
