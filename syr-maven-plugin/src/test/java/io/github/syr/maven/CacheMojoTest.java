package io.github.syr.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import io.github.syr.message.RunCaching.Policy;
import io.github.syr.runcache.EntryLabel;
import io.github.syr.runcache.RunCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the goal {@code cache} says and removes, and the parameters of the run cache. */
@MojoTest
class CacheMojoTest {

    private static final String BARE = "src/test/resources/projects/bare";

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void storeTwo() throws Exception {
        Path run = Files.writeString(folder.resolve("run.json"), "{}");
        for (int rank : List.of(4, 8)) {
            RunCache cache = new RunCache(
                    folder.resolve("runs"),
                    1_000_000,
                    () -> Instant.parse("2026-01-02T03:04:05Z").plusSeconds(rank),
                    said::add);
            cache.store(
                    new EntryLabel(EntryLabel.Kind.TRAINING, digest(rank), "rank-" + rank, "vit_b", Map.of()),
                    folder,
                    List.of(run));
        }
    }

    private static String digest(int rank) {
        return Sha256.of("rank " + rank);
    }

    private void run(CacheMojo mojo) {
        Log log = mock(Log.class);
        doAnswer(call -> said.add(call.getArgument(0))).when(log).info(any(CharSequence.class));
        doAnswer(call -> said.add("WARN " + call.getArgument(0))).when(log).warn(any(CharSequence.class));
        mojo.setLog(log);
        mojo.runCache = folder.resolve("runs").toFile();
        mojo.run();
    }

    @Test
    @Basedir(BARE)
    void listsEntriesTheLeastRecentlyUsedFirst(@InjectMojo(goal = "cache") CacheMojo mojo) {
        run(mojo);
        assertTrue(
                said.get(0).matches("Run cache .*runs: 2 entries, \\d+(\\.\\d)? (B|KiB) of at most 10\\.0 GiB"),
                said.get(0));
        assertTrue(
                said.get(2).matches(digest(4).substring(0, 12) + " +rank-4 +2026-01-0\\d \\d\\d:\\d\\d +\\d.*B +vit_b"),
                said.get(2));
        assertTrue(said.get(3).startsWith(digest(8).substring(0, 12) + "  rank-8 "), said.get(3));
        assertEquals(4, said.size());
    }

    @Test
    @Basedir(BARE)
    void verifiesEveryFile(@InjectMojo(goal = "cache") CacheMojo mojo) throws Exception {
        mojo.verifyCache = true;
        run(mojo);
        assertEquals("All entries are as they were stored.", said.get(4));
        Files.writeString(folder.resolve("runs").resolve(digest(8)).resolve("content/run.json"), "{]");
        said.clear();
        SyrException e = assertThrows(SyrException.class, () -> run(mojo));
        assertTrue(e.getMessage().contains("1 of 2 entries are damaged."), e.getMessage());
        assertEquals(
                "WARN " + folder.resolve("runs").resolve(digest(8)) + " is damaged: run.json is not as it was stored.",
                said.get(4));
    }

    @Test
    @Basedir(BARE)
    void prunesToTheSize(@InjectMojo(goal = "cache") CacheMojo mojo) {
        mojo.pruneCache = true;
        mojo.cacheSize.set("600 B");
        run(mojo);
        assertTrue(said.get(0).startsWith("Removed 1 entry, "), said.get(0));
        String listed = said.stream().skip(1).collect(Collectors.joining("\n"));
        assertTrue(listed.contains("rank-8") && !listed.contains("rank-4"), listed);
    }

    @Test
    @Basedir(BARE)
    void refusesInvalidParameters(@InjectMojo(goal = "train") TrainMojo mojo) {
        mojo.cacheSize.set("10");
        assertEquals(
                "cacheSize is \"10\", which is not a size. Write a number and B, KiB, MiB, GiB or TiB, as"
                        + " <cacheSize>10 GiB</cacheSize>, or 0 for no run cache.",
                assertThrows(SyrException.class, mojo::job).getMessage());
        mojo.cacheSize.set("0");
        mojo.train.set("allways");
        assertEquals(
                "train \"allways\" is unknown. Did you mean \"always\"? It must be one of auto, never, always.",
                assertThrows(SyrException.class, mojo::job).getMessage());
        mojo.train.set("always");
        assertEquals(
                Policy.ALWAYS, mojo.job().execution().runCache().orElseThrow().policy());
        assertEquals(0, mojo.job().execution().runCache().orElseThrow().maxBytes());
    }

    private static Policy policy(TrainMojo mojo, String ci) {
        Properties environment = new Properties();
        environment.setProperty("env.CI", ci);
        when(mojo.session.getSystemProperties()).thenReturn(environment);
        return mojo.job().execution().runCache().orElseThrow().policy();
    }

    @Test
    @Basedir(BARE)
    void trainsNothingInContinuousIntegrationWhereRunsAreShared(@InjectMojo(goal = "train") TrainMojo mojo) {
        assertEquals(Policy.AUTO, policy(mojo, "true"));
        mojo.runRepository = "runs::https://repo.example.com/runs";
        assertEquals(Policy.NEVER, policy(mojo, "true"));
        assertEquals(Policy.AUTO, policy(mojo, "false"));
        assertEquals(Policy.AUTO, policy(mojo, ""));
        assertTrue(mojo.job().execution().runCache().orElseThrow().shared());
        mojo.train.set("auto");
        assertEquals(Policy.AUTO, policy(mojo, "true"));
    }

    @Test
    @Basedir(BARE)
    void refusesAnUploadToNowhereAndARepositoryWithoutACache(@InjectMojo(goal = "train") TrainMojo mojo) {
        mojo.runUpload = true;
        assertEquals(
                "runUpload is set, and no run repository is named. Name one by <runRepository>.",
                assertThrows(SyrException.class, mojo::job).getMessage());
        mojo.runRepository = "runs::https://repo.example.com/runs";
        mojo.cacheSize.set("0");
        assertEquals(
                "runRepository is set, and cacheSize is 0. Leave <cacheSize> out: what is fetched goes into the run cache.",
                assertThrows(SyrException.class, mojo::job).getMessage());
    }
}
