package io.github.syr.maven.download;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** One try at a download from the web: what is missing of the part, asked for with Range and If-Range. */
final class HttpFetch {

    private static final int REDIRECTS = 10;

    private final DownloadSource source;
    private final PartFile part;
    private final Limits limits;
    private final Machine machine;
    private final Body body;

    HttpFetch(DownloadSource source, PartFile part, Limits limits, Machine machine, Body body) {
        this.source = source;
        this.part = part;
        this.limits = limits;
        this.machine = machine;
        this.body = body;
    }

    /**
     * @throws Download.Interrupted where another try may do better
     * @throws SyrException where it won't
     */
    void run() throws IOException {
        URI uri = source.uri();
        for (int redirect = 0; redirect <= REDIRECTS; redirect++) {
            try (Exchange exchange = Exchange.open(source, uri, limits)) {
                Optional<String> validator = part.validator();
                if (validator.isPresent()) {
                    exchange.continueFrom(part.size(), validator.get());
                }
                int status = exchange.status(limits);
                if (status < 300 || status >= 400 || status == 304) {
                    answered(exchange, status);
                    return;
                }
                uri = WebAddress.redirected(uri, exchange.header("Location"), status, source.shown());
            }
        }
        throw SyrException.badData(
                source.shown(), "is redirected more than " + REDIRECTS + " times.", "Check the address.");
    }

    private void answered(Exchange exchange, int status) throws IOException {
        switch (status) {
            case 200 -> {
                requirePlain(exchange);
                part.startOver(validator(exchange), exchange.length());
                exchange.receive(body, 0, body.announced(0, exchange.length()));
            }
            case 206 -> {
                long from = part.size();
                String range = String.valueOf(exchange.header("Content-Range"));
                requirePlain(exchange);
                if (!range.startsWith("bytes " + from + "-")) {
                    startOver("the server sent the range " + range);
                }
                exchange.receive(body, from, body.announced(from, exchange.length()));
            }
            case 416 -> {
                // an earlier download was killed between its last byte and the move, and nobody had said how long it is
                if (!part.has(source.sha256())) {
                    startOver("the server refused the range");
                }
            }
            case 407 -> throw exchange.proxyAsks();
            default -> refused(exchange, status);
        }
    }

    private void refused(Exchange exchange, int status) throws Download.Interrupted {
        String answers = source.shown() + " answers " + status;
        if (status == 429 || status >= 500) {
            throw new Download.Interrupted(
                    "the server answers " + status,
                    RetryAfter.of(
                            exchange.header("Retry-After"), machine.clock().instant()),
                    null);
        } else if (status < 100) {
            throw new Download.Interrupted("the server's answer is not HTTP", null);
        } else if (status == 401 || status == 403) {
            throw forbidden(answers, status);
        } else if (status == 404 || status == 410) {
            throw SyrException.badRequest(
                    answers + ": there is no such file.", "Check the address, or <downloadRoot>.");
        }
        throw SyrException.badRequest(answers + ".", "Check the address.");
    }

    private SyrException forbidden(String answers, int status) {
        String refuses = source.credentials().isPresent() ? ", and refuses those that are configured." : ".";
        return status == 401
                ? SyrException.badRequest(
                        answers + ": it asks for a user and a password" + refuses,
                        "Put them into settings.xml as a <server>, and name its id by <serverId>.")
                : SyrException.badRequest(
                        answers + ": it is forbidden"
                                + (source.credentials().isPresent() ? " to the user that is configured." : "."),
                        "Check the address. Where it needs a user and a password, they belong into settings.xml as a"
                                + " <server>, whose id <serverId> names.");
    }

    private void startOver(String why) throws IOException {
        part.delete();
        throw new Download.Interrupted(why, Optional.of(Duration.ZERO), null);
    }

    /** What is packed would be cut and continued at the wrong bytes, and has another SHA-256. */
    private void requirePlain(Exchange exchange) {
        String encoding = exchange.header("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw SyrException.badData(
                    source.shown(),
                    "is sent with the Content-Encoding " + encoding + ", although it was asked for as it is.",
                    "Let the server or the proxy send it uncompressed, or name a mirror by <downloadRoot>.");
        }
    }

    private static Optional<String> validator(Exchange exchange) {
        String etag = exchange.header("ETag");
        // a weak ETag doesn't promise the same bytes
        return etag != null && !etag.startsWith("W/")
                ? Optional.of(etag)
                : Optional.ofNullable(exchange.header("Last-Modified"));
    }
}
