package io.github.syr.maven.download;

import io.github.syr.error.SyrException;
import io.github.syr.io.Room;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One try at a download: what is missing of the part, asked for with Range and If-Range. */
final class HttpFetch {

    private static final int REDIRECTS = 10;

    private final DownloadSource source;
    private final PartFile part;
    private final Duration stall;
    private final BiConsumer<Long, Long> progress;

    HttpFetch(DownloadSource source, PartFile part, Duration stall, BiConsumer<Long, Long> progress) {
        this.source = source;
        this.part = part;
        this.stall = stall;
        this.progress = progress;
    }

    /**
     * @throws Download.Interrupted where another try may do better
     * @throws SyrException where it won't
     */
    void run() throws IOException {
        URI uri = source.uri();
        for (int redirect = 0; redirect <= REDIRECTS; redirect++) {
            URLConnection connection = open(uri);
            if (!(connection instanceof HttpURLConnection http)) {
                part.startOver(Optional.empty());
                receive(connection, 0, connection.getContentLengthLong());
                return;
            }
            int status = status(http);
            if (status >= 300 && status < 400 && status != 304) {
                uri = redirected(uri, http.getHeaderField("Location"), status);
                http.disconnect();
            } else {
                answered(http, status);
                return;
            }
        }
        throw SyrException.badData(
                source.shown(), "is redirected more than " + REDIRECTS + " times.", "Check the address.");
    }

    private URLConnection open(URI uri) throws IOException {
        URLConnection connection = uri.toURL().openConnection(source.proxy());
        connection.setConnectTimeout((int) stall.toMillis());
        connection.setReadTimeout((int) stall.toMillis());
        connection.setRequestProperty("Accept-Encoding", "identity");
        connection.setRequestProperty("User-Agent", "syr-maven-plugin");
        if (connection instanceof HttpURLConnection http) {
            http.setInstanceFollowRedirects(false);
        }
        if (sameHost(uri)) {
            source.credentials().ifPresent(c -> connection.setRequestProperty("Authorization", c.basic()));
        }
        source.proxyCredentials().ifPresent(c -> connection.setRequestProperty("Proxy-Authorization", c.basic()));
        Optional<String> validator = part.validator();
        if (validator.isPresent() && part.size() > 0) {
            connection.setRequestProperty("Range", "bytes=" + part.size() + "-");
            connection.setRequestProperty("If-Range", validator.get());
        }
        return connection;
    }

    private boolean sameHost(URI uri) {
        return uri.getScheme().equals(source.uri().getScheme())
                && uri.getHost().equalsIgnoreCase(source.uri().getHost())
                && uri.getPort() == source.uri().getPort();
    }

    private int status(HttpURLConnection http) throws Download.Interrupted {
        try {
            return http.getResponseCode();
        } catch (IOException e) {
            throw new Download.Interrupted(
                    "the server " + source.uri().getHost() + " doesn't answer (" + e.getMessage() + ")",
                    Optional.empty(),
                    e);
        }
    }

    private URI redirected(URI from, String location, int status) {
        if (location == null) {
            throw SyrException.badData(
                    source.shown(), "answers " + status + " without saying where to.", "Check the address.");
        }
        URI to = from.resolve(location);
        boolean downgraded = from.getScheme().equals("https") && !"https".equals(to.getScheme());
        if (downgraded || !"http".equals(to.getScheme()) && !"https".equals(to.getScheme())) {
            throw SyrException.badData(
                    source.shown(),
                    "is redirected from " + from.getScheme() + " to " + to.getScheme() + ".",
                    "Check the address.");
        }
        return to;
    }

    private void answered(HttpURLConnection http, int status) throws IOException {
        switch (status) {
            case 200 -> {
                part.startOver(validator(http));
                receive(http, 0, http.getContentLengthLong());
            }
            case 206 -> {
                long from = part.size();
                String range = String.valueOf(http.getHeaderField("Content-Range"));
                if (!range.startsWith("bytes " + from + "-")) {
                    part.startOver(Optional.empty());
                    throw new Download.Interrupted(
                            "the server sent the range " + range, Optional.of(Duration.ZERO), null);
                }
                receive(http, from, http.getContentLengthLong());
            }
            case 416 -> {
                // an earlier download was killed between its last byte and the move
                if (("bytes */" + part.size()).equals(http.getHeaderField("Content-Range"))) {
                    return;
                }
                part.startOver(Optional.empty());
                throw new Download.Interrupted("the server refused the range", Optional.of(Duration.ZERO), null);
            }
            case 401, 403 ->
                throw SyrException.badRequest(
                        source.shown() + " answers " + status + ": it asks for a user and a password"
                                + (source.credentials().isPresent() ? ", and refuses those that are configured." : "."),
                        "Put them into settings.xml as a <server>, and name its id by <serverId>.");
            case 407 ->
                throw SyrException.badRequest(
                        "The proxy asks for a user and a password.", "Put them into settings.xml, into the <proxy>.");
            case 404, 410 ->
                throw SyrException.badRequest(
                        source.shown() + " answers " + status + ": there is no such file.",
                        "Check the address, or <downloadRoot>.");
            default -> {
                if (status == 429 || status >= 500) {
                    throw new Download.Interrupted("the server answers " + status, retryAfter(http), null);
                }
                throw SyrException.badRequest(source.shown() + " answers " + status + ".", "Check the address.");
            }
        }
    }

    private static Optional<String> validator(HttpURLConnection http) {
        String etag = http.getHeaderField("ETag");
        // a weak ETag doesn't promise the same bytes
        return etag != null && !etag.startsWith("W/")
                ? Optional.of(etag)
                : Optional.ofNullable(http.getHeaderField("Last-Modified"));
    }

    private static Optional<Duration> retryAfter(HttpURLConnection http) {
        String seconds = http.getHeaderField("Retry-After");
        return seconds != null && seconds.matches("\\d{1,3}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    private void receive(URLConnection connection, long from, long length) throws IOException {
        long total = length < 0 ? source.bytes().orElse(-1) : from + length;
        Room.require(
                part.path().toAbsolutePath().getParent(),
                Math.max(0, total - from),
                "the rest of the download",
                "or name another cache by -Dsyr.cache=FOLDER.");
        if (source.bytes().isPresent() && total != source.bytes().getAsLong()) {
            part.delete();
            throw SyrException.badData(
                    source.shown(),
                    "is " + total + " bytes long, and " + source.bytes().getAsLong() + " are expected.",
                    "Check the address.");
        }
        long done = from;
        try (InputStream in = body(connection);
                OutputStream out = new FileOutputStream(part.path().toFile(), true)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
                out.write(buffer, 0, n);
                done += n;
                progress.accept(done, total);
                if (Thread.interrupted()) {
                    Thread.currentThread().interrupt();
                    throw new SyrException(
                            SyrException.Kind.STOPPED,
                            "The download was interrupted.",
                            "The next one continues where it stopped.");
                }
            }
        }
        if (total >= 0 && done < total) {
            throw new Download.Interrupted(
                    "it broke off after " + done + " of " + total + " bytes", Optional.empty(), null);
        }
    }

    private static InputStream body(URLConnection connection) throws Download.Interrupted {
        try {
            return connection.getInputStream();
        } catch (IOException e) {
            throw new Download.Interrupted("it broke off (" + e.getMessage() + ")", Optional.empty(), e);
        }
    }

    /** Reading fails by the server's fault, writing by the disk's: only the first is tried again. */
    private static int read(InputStream in, byte[] buffer) throws Download.Interrupted {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new Download.Interrupted("it broke off (" + e.getMessage() + ")", Optional.empty(), e);
        }
    }
}
