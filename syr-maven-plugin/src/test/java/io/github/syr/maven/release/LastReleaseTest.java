package io.github.syr.maven.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.gate.Release;
import io.github.syr.maven.build.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a real server, Maven's resolver and a local repository. */
class LastReleaseTest {

    private static final String JAR_OF_1_0 = "/org/example/ring-adapter/1.0/ring-adapter-1.0.jar";

    @TempDir
    Path folder;

    private ReleaseServer server;
    private ReleaseBuild builds;
    private LastRelease releases;

    @BeforeEach
    void start() throws IOException {
        server = new ReleaseServer();
        builds = new ReleaseBuild(folder.resolve("local"));
        releases = new LastRelease(builds.system());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Build build(String version) {
        return builds.of(version, server.repository("releases"));
    }

    private Answer find(String version) {
        return releases.find(build(version), Optional.empty());
    }

    private Answer find(String version, String lastRelease) {
        return releases.find(build(version), Optional.of(lastRelease));
    }

    private static String name(Answer answer) {
        return assertInstanceOf(Answer.Found.class, answer, answer.toString())
                .adapter()
                .release()
                .name();
    }

    private static String cause(Answer answer) {
        return assertInstanceOf(Answer.Unknown.class, answer, answer.toString()).cause();
    }

    private void releases(String... versions) throws IOException {
        server.lists(versions);
        for (String version : versions) {
            server.releases("ring-adapter", version, ReleaseBuild.manifest(.85, "a"));
        }
    }

    @Test
    void readsWhatItSays() throws IOException {
        releases("1.0");
        Answer.Found found = assertInstanceOf(Answer.Found.class, find("1.1-SNAPSHOT"));
        assertEquals(
                new ReleasedAdapter(
                        found.adapter().jar(),
                        "w",
                        "tiny",
                        "b",
                        "t",
                        new Release(
                                "1.0",
                                new Release.Figures(.85, OptionalDouble.of(.1)),
                                Map.of("a", new Release.Figures(.85, OptionalDouble.empty())))),
                found.adapter());
        assertEquals("ring-adapter-1.0.jar", found.adapter().jar().getFileName().toString());
        assertEquals(List.of(), found.silent());
        assertTrue(server.asked().stream().noneMatch(path -> path.endsWith(".pom")), "only the jar");
    }

    @ParameterizedTest
    @CsvSource({
        "1.11,          1.9 1.10 1.2,             1.10",
        "1.10,          1.9 1.10 1.11 2.0,        1.9",
        "1.10-SNAPSHOT, 1.9 1.10 1.10-SNAPSHOT,   1.9",
        "2.0,           1.0 1.1-SNAPSHOT,         1.0",
        "2.0,           1.0 1.1-20260101.010101-3, 1.0",
        "2.0,           1.0 2.0-rc1,              2.0-rc1",
        "2.0-SNAPSHOT,  1.0 2.0-rc1,              2.0-rc1"
    })
    void takesTheNewestReleaseBelowWhatIsBuilt(String built, String listed, String expected) throws IOException {
        releases(listed.split(" "));
        assertEquals(expected, name(find(built)));
    }

    @Test
    void saysThatNothingWasReleasedWhereEveryRepositoryAnswersSo() {
        Answer answer = find("1.0");
        assertEquals(
                new Answer.NeverReleased(
                        "org.example:ring-adapter has no release below 1.0 in releases (" + server.url() + ")"),
                answer);
    }

    @Test
    void countsNoNewerReleaseAndNoAdapterlessOne() throws IOException {
        releases("2.0");
        assertInstanceOf(Answer.NeverReleased.class, find("1.0"));
        server.lists("0.9");
        server.releases("ring-adapter", "0.9", "");
        assertEquals(
                new Answer.NeverReleased("org.example:ring-adapter:0.9, the last release, holds no adapter"),
                find("1.0"));
    }

    @Test
    void countsNoVersionThatIsMerelyInstalled() throws IOException {
        Path installed = Files.createDirectories(folder.resolve("local/org/example/ring-adapter"));
        Files.writeString(
                installed.resolve("maven-metadata-local.xml"),
                "<metadata><versioning><versions><version>0.9</version></versions></versioning></metadata>");
        assertInstanceOf(Answer.NeverReleased.class, find("1.0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500, 503})
    void doesNotKnowWhereARepositoryRefuses(int status) {
        server.answers(status);
        String cause = cause(find("1.0"));
        assertTrue(cause.startsWith("releases (" + server.url() + "): Could not transfer metadata"), cause);
        assertTrue(cause.contains("status code: " + status), cause);
    }

    @Test
    void doesNotKnowWhereARepositoryIsSilent() {
        server.answers(ReleaseServer.SILENCE);
        String cause = cause(find("1.0"));
        assertTrue(cause.endsWith("Read timed out"), cause);
    }

    @Test
    void doesNotKnowWhereNobodyListens() {
        Build build = build("1.0");
        server.close();
        String cause = cause(releases.find(build, Optional.empty()));
        assertTrue(cause.contains("Connection refused"), cause);
    }

    @Test
    void doesNotKnowWhereAPageStandsInThePlaceOfMetadata() {
        server.put("/org/example/ring-adapter/maven-metadata.xml", "<!DOCTYPE html><html><body>Log in<br></html>");
        String cause = cause(find("1.0"));
        assertTrue(cause.contains("its maven-metadata.xml is not metadata of Maven: DOCTYPE is disallowed"), cause);
        server.put("/org/example/ring-adapter/maven-metadata.xml", "<html><body>Log in</body></html>");
        assertEquals(
                "releases (" + server.url()
                        + "): its maven-metadata.xml is not metadata of Maven, but begins with <html>",
                cause(find("1.0")));
    }

    @Test
    void doesNotKnowWhereAListedJarIsMissing() {
        server.lists("1.0");
        String cause = cause(find("1.1"));
        assertTrue(
                cause.startsWith(
                        "org.example:ring-adapter:1.0 is listed, but its jar isn't there: Could not find artifact"),
                cause);
    }

    @Test
    void doesNotKnowOfflineButForWhatAnEarlierBuildFound() throws IOException {
        builds.resolving().setOffline(true);
        assertEquals("Maven is offline", cause(find("1.1")));
        assertInstanceOf(Answer.Unknown.class, releases.findCached(build("1.1"), Optional.empty()));
        assertEquals(List.of(), server.asked());
        builds.resolving().setOffline(false);
        releases("1.0");
        find("1.1");
        server.answers(500);
        assertInstanceOf(Answer.Unknown.class, find("1.1"));
        assertEquals("1.0", name(releases.findCached(build("1.1"), Optional.empty())));
    }

    @Test
    void doesNotKnowBehindABlockedMirror() {
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        mirrors.add("blocker", "http://0.0.0.0/", "default", false, true, "*", "default");
        builds.resolving().setMirrorSelector(mirrors);
        builds.deploysTo("deployed", server.url());
        String cause = cause(releases.find(builds.of("1.0"), Optional.empty()));
        assertTrue(cause.startsWith("blocker (http://0.0.0.0/): ") && cause.contains("Blocked"), cause);
        assertEquals(List.of(), server.asked());
    }

    /** Of two repositories of one id, both are asked. */
    @Test
    void looksWhereTheProjectDeploysTo() throws IOException {
        releases("1.0");
        try (ReleaseServer empty = new ReleaseServer()) {
            builds.deploysTo("releases", server.url());
            assertEquals("1.0", name(releases.find(builds.of("1.1", empty.repository("releases")), Optional.empty())));
        }
    }

    @Test
    void logsInWhereItDeploysTo() throws IOException {
        releases("1.0");
        server.requires("ci", "secret");
        builds.deploysTo("deployed", server.url());
        assertTrue(cause(releases.find(builds.of("1.1"), Optional.empty())).contains("status code: 401"));
        DefaultAuthenticationSelector logins = new DefaultAuthenticationSelector();
        logins.add(
                "deployed",
                new AuthenticationBuilder()
                        .addUsername("ci")
                        .addPassword("secret")
                        .build());
        builds.resolving().setAuthenticationSelector(logins);
        assertEquals("1.0", name(releases.find(builds.of("1.1"), Optional.empty())));
    }

    @Test
    void takesWhatItFindsAndNamesWhoWasSilent() throws IOException {
        releases("1.0");
        try (ReleaseServer broken = new ReleaseServer()) {
            broken.answers(500);
            Answer answer = releases.find(
                    builds.of("1.1", broken.repository("broken"), server.repository("releases")), Optional.empty());
            assertEquals("1.0", name(answer));
            List<String> silent = ((Answer.Found) answer).silent();
            assertEquals(1, silent.size());
            assertTrue(silent.get(0).startsWith("broken (" + broken.url() + "): Could not"), silent.get(0));
        }
    }

    @Test
    void takesThePinnedVersionWithoutALook() throws IOException {
        releases("1.0", "1.1");
        assertEquals("1.0", name(find("1.2", "1.0")));
        assertTrue(server.asked().contains(JAR_OF_1_0));
        assertTrue(server.asked().stream().noneMatch(path -> path.contains("maven-metadata")));
    }

    @Test
    void takesOtherCoordinates() throws IOException {
        server.releases("old", "7.1", ReleaseBuild.manifest(.8, "a"));
        server.put(
                "/org/example/old/maven-metadata.xml",
                "<metadata><versioning><versions><version>7.0</version><version>7.1</version></versions></versioning></metadata>");
        assertEquals("org.example:old:7.1", name(find("1.0", "org.example:old")));
        assertEquals("org.example:old:7.1", name(find("1.0", "org.example:old:7.1")));
    }

    @Test
    void refusesAPinnedVersionThatIsNotThere() {
        var e = assertThrows(SyrException.class, () -> find("1.2", "1.0"));
        assertTrue(
                e.getMessage()
                        .startsWith("lastRelease 1.0 of org.example:ring-adapter isn't in the project's repositories:"),
                e.getMessage());
        server.answers(500);
        assertTrue(cause(find("1.2", "1.0")).contains("status code: 500"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1.0,2.0)        | is no version and no coordinates; ranges of versions are not looked up.
            org.example:a:b:1 | is no version and no coordinates; ranges of versions are not looked up.
            LATEST           | names no version, and what it stands for changes with each deployment.
            org.example:a:RELEASE | names no version, and what it stands for changes with each deployment.
            1.0-SNAPSHOT     | is a snapshot, and a snapshot is no release.
            """)
    void refusesWhatIsNoRelease(String text, String why) {
        var e = assertThrows(SyrException.class, () -> find("1.2", text));
        assertTrue(e.getMessage().startsWith("lastRelease \"" + text + "\" " + why), e.getMessage());
        assertEquals(List.of(), server.asked());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"schema": "syr/adapter/2"} | its schema is "syr/adapter/2", and this SYR reads "syr/adapter/1": a newer SYR packed it
            {"schema": "other/1"} | its schema is "other/1", and this SYR reads "syr/adapter/1".
            {"schema": "syr/adapter/1", "metrics": {}} | the key "test" is missing.
            {"schema": "syr/adapter/1", "metrics": {"test": {"mean": {"dice": NaN}}}} | is not valid JSON: it is malformed at line 1 column 67 path $.metrics.test.mean.dice.
            {"schema": "syr/adapter/1", "metrics": {"test": {"mean": {"dice": "NaN"}}}} | $.metrics.test.mean.dice: is "NaN"; expected: a finite number.
            {"schema": "syr/adapter/1", "metrics": {"test": {"mean": {"dice": null}}}} | the key "dice" is missing.
            """)
    void refusesAnAdapterThatCannotBeComparedWith(String manifest, String why) throws IOException {
        server.lists("1.0");
        server.releases("ring-adapter", "1.0", manifest);
        var e = assertThrows(SyrException.class, () -> find("1.1"));
        assertTrue(e.getMessage().startsWith("The last release, 1.0, can't be compared with: "), e.getMessage());
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().contains("Name another by <lastRelease>"), e.getMessage());
    }

    @Test
    void writesNoPasswordOfAnAddress() {
        RemoteRepository secret = new RemoteRepository.Builder(
                        "secret", "default", "http://user:pass@localhost:" + server.port() + "/")
                .build();
        server.answers(500);
        String cause = cause(releases.find(builds.of("1.0", secret), Optional.empty()));
        assertTrue(cause.contains("http://localhost") && !cause.contains("pass"), cause);
    }
}
