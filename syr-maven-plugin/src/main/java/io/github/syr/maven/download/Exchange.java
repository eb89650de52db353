package io.github.syr.maven.download;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request to one server, through a proxy where there is one, and its answer. */
final class Exchange implements AutoCloseable {

    /** What the JDK says of a CONNECT that a proxy refused. */
    private static final Pattern TUNNEL = Pattern.compile("Unable to tunnel through proxy.*?\\b(\\d{3})\\b.*");

    private final DownloadSource source;
    private final URI uri;
    private final Route route;
    private final Optional<ProxyLogin> login;
    private final HttpURLConnection http;
    private final Guard guard = new Guard();

    private boolean ended;

    private Exchange(DownloadSource source, URI uri, Route route, Optional<ProxyLogin> login, HttpURLConnection http) {
        this.source = source;
        this.uri = uri;
        this.route = route;
        this.login = login;
        this.http = http;
    }

    /** Ready to be sent; nothing is, yet. */
    static Exchange open(DownloadSource source, URI uri, Limits limits) throws IOException {
        Route route = source.routes().to(uri);
        Optional<ProxyLogin> login = route.credentials()
                .filter(c -> route.proxy().address() instanceof InetSocketAddress)
                .map(c -> new ProxyLogin((InetSocketAddress) route.proxy().address(), c));
        if (login.isPresent()) {
            ProxyLogin.allowBasicInTunnels();
        }
        HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection(route.proxy());
        login.ifPresent(http::setAuthenticator);
        http.setInstanceFollowRedirects(false);
        http.setUseCaches(false);
        http.setConnectTimeout((int) limits.stall().toMillis());
        http.setReadTimeout((int) limits.stall().toMillis());
        http.setRequestProperty("Accept-Encoding", "identity");
        http.setRequestProperty("User-Agent", "syr-maven-plugin");
        if (source.isOfTheSameServer(uri)) {
            source.credentials().ifPresent(c -> http.setRequestProperty("Authorization", c.basic()));
        }
        return new Exchange(source, uri, route, login, http);
    }

    /** Asks for what is missing of a part, as long as the server still has that file. */
    void continueFrom(long bytes, String validator) {
        http.setRequestProperty("Range", "bytes=" + bytes + "-");
        http.setRequestProperty("If-Range", validator);
    }

    /**
     * Sends the request, and waits until the answer begins.
     *
     * @return the status
     * @throws Download.Interrupted where another try may do better
     * @throws SyrException where it won't
     */
    int status(Limits limits) throws Download.Interrupted {
        try {
            return guard.await(
                    guard.start(http::getResponseCode), limits.stall().multipliedBy(2));
        } catch (TimeoutException e) {
            throw new Download.Interrupted(
                    "the server " + uri.getHost() + " has not answered within "
                            + Pace.seconds(limits.stall().multipliedBy(2)),
                    e);
        } catch (IOException e) {
            throw unanswered(e);
        }
    }

    private Download.Interrupted unanswered(IOException e) {
        Matcher tunnel = TUNNEL.matcher(String.valueOf(e.getMessage()));
        if (tunnel.matches()) {
            int status = Integer.parseInt(tunnel.group(1));
            if (status == 407) {
                throw proxyAsks();
            }
            String problem = "the proxy " + route.proxyName().orElse("") + " answers " + status + " for the server "
                    + uri.getHost();
            if (status != 429 && status < 500) {
                throw SyrException.badRequest(
                        source.shown() + ": " + problem + ".",
                        "Check the address, and the <proxy> in settings.xml with its <nonProxyHosts>.");
            }
            return new Download.Interrupted(problem, e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                throw SyrException.badData(
                        source.shown(),
                        "the certificate of the server " + uri.getHost() + " is not trusted (" + cause.getMessage()
                                + ").",
                        "Check the address. The certificate of a company's own authority belongs into the trust store"
                                + " that Maven's Java reads, as MAVEN_OPTS=-Djavax.net.ssl.trustStore=FILE names it.",
                        e);
            }
        }
        String through =
                route.proxyName().map(proxy -> " through the proxy " + proxy).orElse("");
        return new Download.Interrupted(
                "the server " + uri.getHost() + " doesn't answer" + through + " (" + e.getMessage() + ")", e);
    }

    /** What is said of the status 407. */
    SyrException proxyAsks() {
        if (route.proxyName().isEmpty()) {
            return SyrException.badRequest(
                    source.shown() + " answers 407, as a proxy does that asks for a password, but settings.xml names no"
                            + " proxy for it.",
                    "Check the address, or add a <proxy> to settings.xml.");
        }
        String proxy = "The proxy " + route.proxyName().get();
        if (login.isEmpty()) {
            return SyrException.badRequest(
                    proxy + " asks for a user and a password.", "Put them into settings.xml, into the <proxy>.");
        }
        return login.get().wasAsked()
                ? SyrException.badRequest(
                        proxy + " refuses the user and the password that settings.xml has for it.",
                        "Correct them in settings.xml, in the <proxy>.")
                : SyrException.badRequest(
                        proxy + " asks for a user and a password by a scheme that this Java leaves out.",
                        "For Basic, start Maven with MAVEN_OPTS=-D" + ProxyLogin.DISABLED_SCHEMES + "=");
    }

    /** A header of the answer; null where it has none of that name. */
    String header(String name) {
        return http.getHeaderField(name);
    }

    /** What the answer's header says; less than 0 where it doesn't. */
    long length() {
        return http.getContentLengthLong();
    }

    /**
     * What follows the answer's header. Closing it would wait for a read that is under way: {@link #close} does not.
     */
    void receive(Body body, long from, long total) throws IOException {
        InputStream in = http.getInputStream();
        body.receive(in, guard, from, total);
        in.close();
        ended = true;
    }

    @Override
    public void close() {
        guard.close();
        if (!ended) {
            // whoever still reads is woken; that may take until a read returns, which nobody needs to wait for
            Thread end = new Thread(http::disconnect, "syr-download-end");
            end.setDaemon(true);
            end.start();
        }
    }
}
