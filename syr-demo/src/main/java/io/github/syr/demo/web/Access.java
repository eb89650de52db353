package io.github.syr.demo.web;

import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * Who may ask the server: the page that this demo handed out. A page of another site can't read the token in its
 * address; one whose name was pointed at the loopback address afterwards (DNS rebinding) gives itself away by the
 * {@code Host} that the browser sends, and a form that another site submits by its {@code Origin}.
 */
final class Access {

    /** An answer from the server itself: nothing is loaded from elsewhere, and nothing of it is kept. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
                    + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
            "Cache-Control",
            "no-store",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff");

    private static final int TOKEN_BYTES = 24;

    private final String token;

    Access() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** The first part of every path. */
    String token() {
        return token;
    }

    /** @throws HttpResponseException if the request is none of the page's */
    void require(Context request) {
        HEADERS.forEach(request::header);
        int port = request.port();
        Set<String> hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        String host = request.header("Host");
        if (host == null || !hosts.contains(host)) {
            throw new ForbiddenResponse("The demo answers 127.0.0.1 and localhost alone.");
        }
        String origin = request.header("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            throw new ForbiddenResponse("The demo answers its own page alone, not that of another site.");
        }
        String first = request.path().split("/", 3)[1];
        if (!MessageDigest.isEqual(first.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
            throw new ForbiddenResponse(
                    "This is not the demo's address. Take the one that it printed when it started; each start has its own.");
        }
    }

    /**
     * Refuses a body by its announced length, before it is read.
     *
     * @throws HttpResponseException if it announces none, or one above the limit
     */
    static void requireLength(Context request, long most) {
        String length = request.header("Content-Length");
        if (length == null) {
            throw new HttpResponseException(HttpStatus.LENGTH_REQUIRED.getCode(), "The request has no Content-Length.");
        }
        if (request.req().getContentLengthLong() > most) {
            request.header("Connection", "close");
            throw new ContentTooLargeResponse(String.format(
                    java.util.Locale.ROOT,
                    "%,d bytes are too many; the demo takes files up to %,d MB.",
                    request.req().getContentLengthLong(),
                    most / 1_000_000));
        }
    }
}
