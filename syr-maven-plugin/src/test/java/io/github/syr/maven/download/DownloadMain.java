package io.github.syr.maven.download;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A build that downloads one file, as a process of its own: what the JDK's client reads once, when it is loaded, and
 * locks of files, are only seen so.
 */
final class DownloadMain {

    private DownloadMain() {}

    /** Prints {@code done}, or what is wrong; and {@code waiting}, and {@code bytes} as soon as some are there. */
    public static void main(String[] arguments) {
        System.setProperty("sun.net.client.defaultConnectTimeout", "5000");
        URI uri = URI.create(arguments[0]);
        Path file = Path.of(arguments[2]);
        DownloadSource source =
                new DownloadSource(uri, arguments[1], OptionalLong.empty(), credentials("server"), address -> route());
        Download download = new Download(
                new CheckpointStore(file.getParent()),
                Limits.DEFAULT.withStall(Duration.ofSeconds(5)),
                Machine.REAL.withSleeper(pause -> {}));
        try {
            download.to(
                    file,
                    source,
                    false,
                    holder -> System.out.println("waiting"),
                    (done, total) -> System.out.println("bytes " + done));
            System.out.println("done");
        } catch (SyrException e) {
            System.out.println(e.getMessage());
        }
    }

    private static Route route() {
        return new Route(
                Integer.getInteger("proxy") == null
                        ? Proxy.NO_PROXY
                        : new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", Integer.getInteger("proxy"))),
                credentials("login"));
    }

    private static Optional<DownloadSource.Credentials> credentials(String property) {
        String[] login = System.getProperty(property, "").split(":", 2);
        return login.length < 2 ? Optional.empty() : Optional.of(new DownloadSource.Credentials(login[0], login[1]));
    }
}
