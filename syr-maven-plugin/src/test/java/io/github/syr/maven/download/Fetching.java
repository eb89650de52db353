package io.github.syr.maven.download;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A download in a test: of some content, into a folder, with pauses that are noted and not made. */
final class Fetching {

    final List<Duration> pauses = new ArrayList<>();
    final Path file;

    private final byte[] content;
    private Limits limits = Limits.DEFAULT.withStall(Duration.ofSeconds(2));
    private Machine machine = Machine.REAL.withSleeper(pauses::add);
    private OptionalLong bytes = OptionalLong.empty();
    private Optional<DownloadSource.Credentials> credentials = Optional.empty();
    private Route.Choice routes = uri -> Route.DIRECT;

    Fetching(Path folder, byte[] content) {
        this.file = folder.resolve("model.pth");
        this.content = content;
    }

    Fetching with(Limits other) {
        limits = other;
        return this;
    }

    Fetching on(Machine other) {
        machine = other.withSleeper(pauses::add);
        return this;
    }

    Fetching expecting(long length) {
        bytes = OptionalLong.of(length);
        return this;
    }

    Fetching as(String user, String password) {
        credentials = Optional.of(new DownloadSource.Credentials(user, password));
        return this;
    }

    Fetching through(Route.Choice choice) {
        routes = choice;
        return this;
    }

    Path part() {
        return file.resolveSibling("model.pth.part");
    }

    Path fetch(String uri) {
        return new Download(new CheckpointStore(file.getParent()), limits, machine)
                .to(
                        file,
                        new DownloadSource(URI.create(uri), Sha256.of(content), bytes, credentials, routes),
                        false,
                        holder -> {},
                        (done, total) -> {});
    }

    /** What is said where it fails. */
    String refusal(String uri) {
        SyrException e = assertThrows(SyrException.class, () -> fetch(uri));
        assertFalse(Files.exists(file), "nothing stands in the file's place");
        assertFalse(e.getMessage().contains("secret"), "no password in messages");
        return e.getMessage();
    }
}
