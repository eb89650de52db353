package io.github.syr.maven.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.startsWith;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import com.sun.net.httpserver.HttpServer;
import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.maven.release.ReleaseBuild;
import io.github.syr.message.Event;
import io.github.syr.message.RunCaching;
import io.github.syr.runcache.EntryLabel;
import io.github.syr.runcache.RunCache;
import io.github.syr.runcache.RunExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two machines and a Maven repository, with Maven's resolver. */
class SharedRunsTest {

    private static final String DIGEST = Sha256.of("1");

    @TempDir
    Path folder;

    /** One machine: a local repository and a run cache. */
    private final class Machine {

        private final ReleaseBuild builds;
        private final RunCaching caching;
        private final RunCache cache;

        Machine(String name) {
            builds = new ReleaseBuild(folder.resolve(name).resolve("local"));
            caching = new RunCaching(
                    folder.resolve(name).resolve("runs").toString(), 1_000_000, RunCaching.Policy.AUTO, true);
            cache = RunCache.of(caching, text -> {}, RunExchange.NONE);
        }

        SharedRuns runs(String url, boolean upload) {
            return new RunRepository(builds.system())
                    .open(builds.of("1.0"), RunSharing.of("runs::" + url, upload), caching);
        }

        void fetch(String url) {
            runs(url, false).accept(new Event.Wanted(DIGEST));
        }

        void upload(String url) {
            SharedRuns runs = runs(url, true);
            runs.accept(new Event.Kept(DIGEST));
            runs.upload();
        }

        void train() throws IOException {
            Path root = folder.resolve("syr");
            Files.createDirectories(root);
            Path run = Files.writeString(root.resolve("run.json"), "{}");
            cache.store(
                    new EntryLabel(EntryLabel.Kind.TRAINING, DIGEST, "rank-4", "tiny", Map.of()), root, List.of(run));
        }

        boolean has() {
            return cache.restore(DIGEST, folder.resolve("restored"));
        }
    }

    private String repository() {
        return folder.toUri() + "repository";
    }

    @Test
    void anotherMachineHasWhatOneUploaded() throws IOException {
        Machine here = new Machine("here");
        Machine there = new Machine("there");
        here.train();
        there.fetch(repository());
        assertFalse(there.has());
        verifyNoInteractions(there.builds.log());

        here.upload(repository());
        verify(here.builds.log())
                .info("Uploaded the run " + DIGEST + " to the run repository runs (" + repository() + ").");
        assertTrue(Files.exists(folder.resolve("repository/org/example/ring-adapter-run")
                .resolve(DIGEST)
                .resolve("ring-adapter-run-" + DIGEST + ".zip")));

        // what was missing a moment ago is asked for again
        there.fetch(repository());
        verify(there.builds.log())
                .info("Fetched the run " + DIGEST + " from the run repository runs (" + repository() + ").");
        assertTrue(there.has());
    }

    @Test
    void whatIsThereIsNotUploadedAgain() throws IOException {
        Machine here = new Machine("here");
        here.train();
        here.upload(repository());
        Machine there = new Machine("there");
        there.train();
        there.upload(repository());
        verifyNoInteractions(there.builds.log());
    }

    /** A build was killed while it uploaded. */
    @Test
    void whatIsDamagedThereIsUploadedAgain() throws IOException {
        Machine here = new Machine("here");
        here.train();
        here.upload(repository());
        Path zip = folder.resolve("repository/org/example/ring-adapter-run")
                .resolve(DIGEST)
                .resolve("ring-adapter-run-" + DIGEST + ".zip");
        byte[] bytes = Files.readAllBytes(zip);
        Files.write(zip, Arrays.copyOf(bytes, bytes.length / 2));

        Machine there = new Machine("there");
        there.fetch(repository());
        verify(there.builds.log())
                .warn(startsWith(
                        "The run " + DIGEST + " of the run repository runs (" + repository() + ") is not used: "));
        there.train();
        there.upload(repository());
        verify(there.builds.log())
                .warn(startsWith("The run " + DIGEST + " of the run repository runs (" + repository()
                        + ") is uploaded again: "));
        assertArrayEquals(bytes, Files.readAllBytes(zip));

        Machine third = new Machine("third");
        third.fetch(repository());
        assertTrue(third.has());
    }

    @Test
    void nothingIsUploadedUnasked() throws IOException {
        Machine here = new Machine("here");
        here.train();
        SharedRuns runs = here.runs(repository(), false);
        runs.accept(new Event.Kept(DIGEST));
        runs.upload();
        assertFalse(Files.exists(folder.resolve("repository")));
    }

    @Test
    void anUploadThatFailsIsAnError() throws IOException {
        Machine here = new Machine("here");
        here.train();
        Files.writeString(folder.resolve("repository"), "a file in the way");
        SyrException e = assertThrows(SyrException.class, () -> here.upload(repository()));
        assertTrue(
                e.problem()
                        .startsWith("The run " + DIGEST + " can't be uploaded to the run repository runs ("
                                + repository() + "): "),
                e.problem());
        assertTrue(here.has());
    }

    /** A page of a login with status 200, and errors. */
    @ParameterizedTest
    @ValueSource(ints = {200, 403, 500})
    void aRepositoryThatGivesSomethingElseIsAWarning(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = "<html>Log in</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try {
            Machine there = new Machine("there");
            String url = "http://localhost:" + server.getAddress().getPort() + "/";
            there.fetch(url);
            verify(there.builds.log())
                    .warn(startsWith(
                            status == 200
                                    ? "The run " + DIGEST + " of the run repository runs (" + url + ") is not used: "
                                    : "The run repository runs (" + url + ") gives no answer: "));
            verifyNoMoreInteractions(there.builds.log());
            assertFalse(there.has());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void offlineIsAWarning() {
        Machine there = new Machine("there");
        there.builds.resolving().setOffline(true);
        there.fetch("http://localhost:1/");
        verify(there.builds.log()).warn(startsWith("The run repository runs (http://localhost:1/) gives no answer: "));
    }

    @ParameterizedTest
    @CsvSource({"https://example.com/runs", "runs", "runs::", "runs::no url", "runs::relative/path", "a b::file:///runs"
    })
    void refusesWhatNamesNoRepository(String text) {
        SyrException e = assertThrows(SyrException.class, () -> RunSharing.of(text, false));
        assertEquals("runRepository is \"" + text + "\", which is no id and URL of a repository.", e.problem());
    }

    @Test
    void saysNoPassword() {
        assertEquals(
                "runs (https://example.com/runs)",
                RunSharing.of("runs::https://user:secret@example.com/runs", false)
                        .name());
    }
}
