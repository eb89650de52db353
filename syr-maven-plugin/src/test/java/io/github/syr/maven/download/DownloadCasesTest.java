package io.github.syr.maven.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server can answer, and what can happen to a build meanwhile: each with what is said of it. */
@Timeout(10)
class DownloadCasesTest {

    private static final byte[] CONTENT = "0123456789".repeat(10).getBytes(StandardCharsets.US_ASCII);
    private static final String TEXT = new String(CONTENT, StandardCharsets.US_ASCII);
    private static final String LATER = " Try again later: it continues where it stopped."
            + " A mirror can be named by <downloadRoot>, a proxy in settings.xml.";

    @TempDir
    Path cache;

    private Fetching fetching() {
        return new Fetching(cache, CONTENT);
    }

    /** Tries: how often the server is asked. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 No|                       |1| answers 401: it asks for a user and a password. Put them into settings.xml as a <server>, and name its id by <serverId>.",
                "403 No|                       |1| answers 403: it is forbidden. Check the address. Where it needs a user and a password, they belong into settings.xml as a <server>, whose id <serverId> names.",
                "404 No|                       |1| answers 404: there is no such file. Check the address, or <downloadRoot>.",
                "410 No|                       |1| answers 410: there is no such file. Check the address, or <downloadRoot>.",
                "407 No|                       |1| answers 407, as a proxy does that asks for a password, but settings.xml names no proxy for it. Check the address, or add a <proxy> to settings.xml.",
                "418 No|                       |1| answers 418. Check the address.",
                "204 No|                       |1| answers 204. Check the address.",
                "304 No|                       |1| answers 304. Check the address.",
                "429 No|                       |4|: can't be downloaded: the server answers 429, 4 times.+",
                "500 No|                       |4|: can't be downloaded: the server answers 500, 4 times.+",
                "200 OK|Content-Encoding: gzip |1|: is sent with the Content-Encoding gzip, although it was asked for as it is. Let the server or the proxy send it uncompressed, or name a mirror by <downloadRoot>.",
                "206 OK|Content-Range: 7       |4|: can't be downloaded: the server sent the range 7, 4 times.+",
                "416 No|                       |4|: can't be downloaded: the server refused the range, 4 times.+",
                "302 No|Location:              |1|: answers 302 without saying where to. Check the address.",
                "302 No|X: y                   |1|: answers 302 without saying where to. Check the address.",
                "301 No|Location: [http://h/]  |1|: is redirected to \"[http://h/]\", which is not an address. Check the address.",
                "307 No|Location: <http://h/?a=secret>|1|: is redirected to \"<http://h/?…\", which is not an address. Check the address.",
                "308 No|Location: http:///a    |1|: is redirected to \"http:///a\", which has no host. Check the address.",
                "302 No|Location: http:a       |1|: is redirected to \"http:a\", which has no host. Check the address.",
                "302 No|Location: http://      |1|: is redirected to \"http://\", which is not an address. Check the address.",
                "302 No|Location: http://my_host/a|1|: is redirected to \"http://my_host/a\", which has \"my_host\" where a host is expected: letters, digits, hyphens and dots. Check the address.",
                "302 No|Location: http://h:99999/a|1|: is redirected to \"http://h:99999/a\", which has the port 99999; the last one is 65535. Check the address.",
                "302 No|Location: file:///etc/passwd|1|: is redirected from http to file. Check the address."
            })
    void saysWhatAnAnswerMeans(String status, String header, int tries, String message) throws Exception {
        try (RawServer server = RawServer.saying("HTTP/1.1 " + status + "\r\n" + (header == null ? "" : header + "\r\n")
                + "Content-Length: 0\r\n\r\n")) {
            String uri = server.uri("/a");
            String said = message.startsWith(":") ? message : " " + message;
            assertEquals(
                    uri + (said.endsWith("+") ? said.substring(0, said.length() - 1) + LATER : said),
                    fetching().refusal(uri + "?token=secret"));
            assertEquals(tries, server.requests.size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|: it asks for a user and a password, and refuses those that are configured. Put them into settings.xml as a <server>, and name its id by <serverId>.",
                "403|: it is forbidden to the user that is configured. Check the address. Where it needs a user and a password, they belong into settings.xml as a <server>, whose id <serverId> names."
            })
    void saysThatAPasswordIsRefused(int status, String message) throws Exception {
        try (RawServer server = RawServer.saying("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n")) {
            assertEquals(
                    server.uri("/a") + " answers " + status + message,
                    fetching().as("ann", "secret").refusal(server.uri("/a")));
        }
    }

    @Test
    void tellsNoPasswordToAnotherPort() throws Exception {
        try (RawServer other = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + TEXT);
                RawServer server = RawServer.saying(
                        "HTTP/1.1 302 No\r\nLocation: " + other.uri("/b") + "\r\nContent-Length: 0\r\n\r\n")) {
            fetching().as("ann", "secret").fetch(server.uri("/a"));
            assertTrue(
                    server.requests.get(0).contains("Authorization: Basic YW5uOnNlY3JldA=="),
                    server.requests.toString());
            assertEquals(1, other.requests.size());
            assertTrue(
                    other.requests.get(0).stream().noneMatch(line -> line.startsWith("Authorization")),
                    other.requests.toString());
        }
    }

    @Test
    void saysThatAnAnswerIsNotHttp() throws Exception {
        try (RawServer server = RawServer.saying("SSH-2.0-server\r\n\r\n")) {
            assertEquals(
                    server.uri("/a") + ": can't be downloaded: the server's answer is not HTTP, 4 times." + LATER,
                    fetching().refusal(server.uri("/a")));
        }
    }

    @Test
    void refusesMoreThanIsAnnounced() throws Exception {
        try (RawServer server = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + TEXT + "more")) {
            Fetching fetching = fetching();
            assertEquals(
                    server.uri("/a") + ": goes on behind the 100 bytes that are expected. Check the address.",
                    fetching.refusal(server.uri("/a")));
            assertFalse(Files.exists(fetching.part()), "it is not kept");
        }
    }

    @Test
    void refusesMoreThanIsExpectedWhereNothingIsAnnounced() throws Exception {
        try (RawServer server = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n" + TEXT + "more")) {
            Fetching fetching = fetching().expecting(100);
            assertEquals(
                    server.uri("/a") + ": goes on behind the 100 bytes that are expected. Check the address.",
                    fetching.refusal(server.uri("/a")));
            assertFalse(Files.exists(fetching.part()), "it is not kept");
        }
    }

    @Test
    void startsOverWhereTheETagHasChanged() throws Exception {
        Fetching fetching = fetching();
        Files.writeString(fetching.part(), "another file's beginning");
        Files.writeString(cache.resolve("model.pth.part.validator"), "\"old\"\n100\n");
        try (RawServer server =
                RawServer.saying("HTTP/1.1 200 OK\r\nETag: \"new\"\r\nContent-Length: 100\r\n\r\n" + TEXT)) {
            assertArrayEquals(CONTENT, Files.readAllBytes(fetching.fetch(server.uri("/a"))));
            assertTrue(
                    server.requests.get(0).containsAll(List.of("Range: bytes=24-", "If-Range: \"old\"")),
                    server.requests.toString());
        }
    }

    @Test
    void keepsWhatFitsOnAFullDisk() throws Exception {
        Fetching fetching = fetching();
        fetching.on(new Machine(
                Machine.REAL.clock(),
                Machine.REAL.nanos(),
                pause -> {},
                file -> full(Machine.REAL.disk().append(file))));
        try (RawServer server =
                RawServer.saying("HTTP/1.1 200 OK\r\nETag: \"one\"\r\nContent-Length: 100\r\n\r\n" + TEXT)) {
            assertEquals(
                    fetching.file + ": can't be written: java.io.IOException: No space left on device."
                            + " Make room on the disk, or make the folder writable.",
                    fetching.refusal(server.uri("/a")));
            assertEquals(1, server.requests.size(), "another try has no more room");
        }
        assertEquals(7, Files.size(fetching.part()));
        fetching.on(Machine.REAL);
        try (RawServer server = RawServer.saying("HTTP/1.1 206 OK\r\nContent-Range: bytes 7-99/100\r\n"
                + "Content-Length: 93\r\n\r\n" + TEXT.substring(7))) {
            assertArrayEquals(CONTENT, Files.readAllBytes(fetching.fetch(server.uri("/a"))));
            assertTrue(server.requests.get(0).contains("Range: bytes=7-"), server.requests.toString());
        }
    }

    private static OutputStream full(OutputStream disk) {
        return new FilterOutputStream(disk) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, Math.min(7, length));
                throw new IOException("No space left on device");
            }
        };
    }

    /** As after a build that was killed between the last byte and the move; the server need not be asked. */
    @ParameterizedTest
    @CsvSource({"'\"one\"\n100\n', 0", "'\n100\n', 0", "'\"one\"', 1", "'', 1"})
    void takesAPartThatIsWhole(String announced, int asked) throws Exception {
        Fetching fetching = fetching();
        Files.write(fetching.part(), CONTENT);
        Files.writeString(cache.resolve("model.pth.part.validator"), announced.replace("\\n", "\n"));
        try (RawServer server = new RawServer((out, n) -> out.write((announced.isEmpty()
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + TEXT
                        : "HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)))) {
            assertArrayEquals(CONTENT, Files.readAllBytes(fetching.fetch(server.uri("/a"))));
            assertEquals(asked, server.requests.size());
            assertFalse(Files.exists(fetching.part()), "no part is left");
        }
    }

    @Test
    void fetchesAPartAgainThatIsAsLongAndAnother() throws Exception {
        Fetching fetching = fetching();
        byte[] other = CONTENT.clone();
        Arrays.fill(other, 50, 60, (byte) 'x');
        Files.write(fetching.part(), other);
        Files.writeString(cache.resolve("model.pth.part.validator"), "\"one\"\n100\n");
        try (RawServer server = new RawServer((out, n) -> out.write((n == 0
                        ? "HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + TEXT)
                .getBytes(StandardCharsets.US_ASCII)))) {
            assertArrayEquals(CONTENT, Files.readAllBytes(fetching.fetch(server.uri("/a"))));
        }
    }
}
