package io.github.syr.maven.download;

import io.github.syr.error.SyrException;
import java.net.URI;
import java.util.Optional;

/** Addresses that downloads take: checked before anything is opened, and shown without what may be secret in them. */
public final class WebAddress {

    private static final int MOST_PORT = 65_535;
    private static final int MOST_QUOTED = 200;

    private WebAddress() {}

    /**
     * What keeps an address of http or https from being opened, as the end of a sentence: {@code has no host}.
     *
     * @return none where it can be opened
     */
    public static Optional<String> fault(URI uri) {
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            return Optional.of("is neither http nor https");
        }
        String authority = uri.getRawAuthority();
        if (uri.getHost() == null) {
            String host = authority == null ? "" : authority.substring(authority.lastIndexOf('@') + 1);
            return Optional.of(
                    host.isEmpty()
                            ? "has no host"
                            : "has \"" + host + "\" where a host is expected: letters, digits, hyphens and dots");
        }
        if (uri.getPort() == 0 || uri.getPort() > MOST_PORT) {
            return Optional.of("has the port " + uri.getPort() + "; the last one is " + MOST_PORT);
        }
        return Optional.empty();
    }

    /** The address without user, password, query or fragment. */
    public static String shown(URI uri) {
        if (uri.getHost() == null) {
            return uri.getScheme() + ":" + (uri.getPath() == null ? "" : "//" + uri.getPath());
        }
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
    }

    /** What was written in place of an address, without what may be a user, a password or a query in it. */
    public static String shown(String text) {
        String shown = text.replaceAll("[?#].*", "?…").replaceAll("//[^/@]*@", "//…@");
        return shown.length() > MOST_QUOTED ? shown.substring(0, MOST_QUOTED) + "…" : shown;
    }

    /**
     * Where an answer sends to.
     *
     * @param from that was asked
     * @param location its header, null where it has none
     * @param shown what is downloaded, for messages
     * @throws SyrException if that is no address, or one that must not be followed to
     */
    static URI redirected(URI from, String location, int status, String shown) {
        if (location == null || location.isBlank()) {
            throw refused(shown, "answers " + status + " without saying where to.");
        }
        URI to;
        try {
            to = from.resolve(location.strip());
        } catch (IllegalArgumentException e) {
            throw refused(shown, "is redirected to \"" + shown(location) + "\", which is not an address.");
        }
        boolean downgraded = "https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme());
        if (downgraded || !"http".equalsIgnoreCase(to.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            throw refused(shown, "is redirected from " + from.getScheme() + " to " + to.getScheme() + ".");
        }
        fault(to).ifPresent(fault -> {
            throw refused(shown, "is redirected to \"" + shown(location) + "\", which " + fault + ".");
        });
        return to;
    }

    private static SyrException refused(String shown, String problem) {
        return SyrException.badData(shown, problem, "Check the address.");
    }
}
