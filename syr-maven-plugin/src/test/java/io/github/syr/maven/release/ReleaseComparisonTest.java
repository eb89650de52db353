package io.github.syr.maven.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import io.github.syr.adapter.Scores;
import io.github.syr.error.SyrException;
import io.github.syr.message.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a real server, Maven's resolver and a local repository. */
class ReleaseComparisonTest {

    @TempDir
    Path folder;

    private ReleaseServer server;
    private ReleaseBuild builds;

    @BeforeEach
    void release() throws IOException {
        server = new ReleaseServer();
        server.lists("1.0");
        server.releases("ring-adapter", "1.0", ReleaseBuild.manifest(.85, "a"));
        builds = new ReleaseBuild(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Evaluation evaluation(String image, String base) {
        Scores scores = new Scores(.8, .8, .8, OptionalDouble.empty(), 0);
        Evaluation.Model model = new Evaluation.Model(
                "rank-8",
                OptionalInt.of(8),
                80,
                scores,
                scores,
                0,
                0,
                List.of(new Evaluation.ImageScores("a.jpg", image, scores, "a.png", List.of())),
                Map.of());
        return new Evaluation(
                Evaluation.SCHEMA,
                List.of(model),
                new Evaluation.Chosen("rank-8", "validation Dice", .9),
                new Evaluation.Inputs(base, Map.of("test", "t"), "t", Map.of()),
                Map.of(),
                "cpu",
                Optional.empty());
    }

    private Optional<String> compare(Evaluation evaluation, Optional<WhenUnavailable> unavailable) {
        return new ReleaseComparison(new LastRelease(builds.system()))
                .find(
                        builds.of("1.1", server.repository("releases")),
                        evaluation,
                        new ReleaseComparison.Wanted(Optional.empty(), unavailable))
                .map(released -> released.release().name());
    }

    private Optional<String> compare(Optional<WhenUnavailable> unavailable) {
        return compare(evaluation("a", "b"), unavailable);
    }

    private String notTransferred() {
        return "releases (" + server.url()
                + "): Could not transfer metadata org.example:ring-adapter/maven-metadata.xml from/to releases ("
                + server.url() + "): status code: 500, reason phrase: Internal Server Error (500)";
    }

    @Test
    void givesTheReleaseAndIsSilent() {
        assertEquals(Optional.of("1.0"), compare(Optional.empty()));
        verifyNoMoreInteractions(builds.log());
    }

    @Test
    void saysInOneLineThatNothingWasReleased() {
        server.lists();
        assertEquals(Optional.empty(), compare(Optional.of(WhenUnavailable.FAIL)));
        verify(builds.log())
                .info("Compared with no release: org.example:ring-adapter has no release below 1.1 in releases ("
                        + server.url() + ").");
        verifyNoMoreInteractions(builds.log());
    }

    @Test
    void failsWhereItIsToAndUsuallyInContinuousIntegration() {
        server.answers(500);
        for (Optional<WhenUnavailable> unavailable :
                List.of(Optional.of(WhenUnavailable.FAIL), Optional.<WhenUnavailable>empty())) {
            builds.environment("CI", unavailable.isPresent() ? "false" : "true");
            var e = assertThrows(SyrException.class, () -> compare(unavailable));
            assertEquals(
                    "Whether the adapter is worse than the last release can't be known: " + notTransferred()
                            + ". Mend that, name a release by <lastRelease>, or set"
                            + " <lastReleaseUnavailable>warn</lastReleaseUnavailable> to go on without a comparison.",
                    e.getMessage());
        }
    }

    @Test
    void warnsWhereItIsTo() {
        builds.environment("CI", "true");
        server.answers(500);
        assertEquals(Optional.empty(), compare(Optional.of(WhenUnavailable.WARN)));
        verify(builds.log()).warn("The adapter is NOT compared with the last release: " + notTransferred() + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "false"})
    void usuallyTakesWhatAnEarlierBuildFound(String ci) {
        builds.environment("CI", ci);
        server.answers(500);
        assertEquals(Optional.empty(), compare(Optional.empty()));
        verify(builds.log()).warn("The adapter is NOT compared with the last release: " + notTransferred() + ".");
        // the repository works again
        server.answers(404);
        assertEquals(Optional.of("1.0"), compare(Optional.empty()));
        server.answers(500);
        assertEquals(Optional.of("1.0"), compare(Optional.empty()));
        verify(builds.log())
                .warn("The last release can't be known: " + notTransferred()
                        + ". 1.0, which an earlier build found, is compared with.");
    }

    @Test
    void doesNotCompareWithFiguresOfOtherImagesOnAnotherBase() {
        Evaluation other = evaluation("other", "another");
        assertEquals(Optional.empty(), compare(other, Optional.of(WhenUnavailable.USE_CACHED)));
        verify(builds.log())
                .warn(
                        "The adapter is NOT compared with the last release: 1.0 adapts another base checkpoint, so that it"
                                + " can't be evaluated anew, and was tested on other images: none of its 1 is among today's 1.");
        var e = assertThrows(SyrException.class, () -> compare(other, Optional.of(WhenUnavailable.FAIL)));
        assertTrue(e.getMessage().contains("none of its 1 is among today's 1. Mend that"), e.getMessage());
    }

    /** Of the same base it can be evaluated anew. */
    @Test
    void givesAReleaseThatWasTestedOnOtherImages() {
        assertEquals(Optional.of("1.0"), compare(evaluation("other", "b"), Optional.of(WhenUnavailable.FAIL)));
        verifyNoMoreInteractions(builds.log());
    }

    @Test
    void warnsOfAnotherBase() {
        assertEquals(Optional.of("1.0"), compare(evaluation("a", "another"), Optional.empty()));
        verify(builds.log())
                .warn("1.0 adapts another base checkpoint, tiny (SHA-256 b). Its figures are compared as it has them;"
                        + " applications that update need the new base as well.");
    }

    @Test
    void warnsOfARepositoryThatWasSilent() throws IOException {
        try (ReleaseServer broken = new ReleaseServer()) {
            broken.answers(500);
            builds.deploysTo("broken", broken.url());
            assertEquals(Optional.of("1.0"), compare(Optional.empty()));
            verify(builds.log())
                    .warn("There may be a newer release than 1.0: broken (" + broken.url()
                            + "): Could not transfer metadata org.example:ring-adapter/maven-metadata.xml from/to broken ("
                            + broken.url() + "): status code: 500, reason phrase: Internal Server Error (500).");
        }
    }
}
