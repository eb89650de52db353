package io.github.syr.maven.release;

import io.github.syr.error.SyrException;
import io.github.syr.gate.Release;
import io.github.syr.maven.build.Build;
import io.github.syr.message.Evaluation;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.plugin.logging.Log;

/** Decides whether an evaluation is compared with a release, and says so. */
@Named
@Singleton
public class ReleaseComparison {

    /**
     * What a build says of it.
     *
     * @param lastRelease which one; none is the newest below what is built
     * @param unavailable none is {@code fail} where the environment has CI, else {@code useCached}
     */
    public record Wanted(Optional<String> lastRelease, Optional<WhenUnavailable> unavailable) {}

    private final LastRelease releases;

    @Inject
    public ReleaseComparison(LastRelease releases) {
        this.releases = releases;
    }

    /**
     * The release to compare with; none where nothing was released, or nothing can be known and the build goes on.
     *
     * @throws SyrException if nothing can be known, and the build is to fail for it
     */
    public Optional<ReleasedAdapter> find(Build build, Evaluation evaluation, Wanted wanted) {
        WhenUnavailable unavailable = wanted.unavailable().orElseGet(() -> usual(build));
        Answer answer = comparable(releases.find(build, wanted.lastRelease()), evaluation);
        Log log = build.log();
        if (answer instanceof Answer.Unknown unknown && unavailable == WhenUnavailable.USE_CACHED) {
            Answer cached = comparable(releases.findCached(build, wanted.lastRelease()), evaluation);
            if (cached instanceof Answer.Found found) {
                log.warn("The last release can't be known: " + unknown.cause() + ". "
                        + found.adapter().release().name() + ", which an earlier build found, is compared with.");
                answer = new Answer.Found(found.adapter(), List.of());
            }
        }
        if (answer instanceof Answer.Unknown unknown) {
            refuse(unknown, unavailable, log);
            return Optional.empty();
        }
        if (answer instanceof Answer.NeverReleased never) {
            log.info("Compared with no release: " + never.why() + ".");
            return Optional.empty();
        }
        Answer.Found found = (Answer.Found) answer;
        note(found, evaluation, log);
        return Optional.of(found.adapter());
    }

    private static WhenUnavailable usual(Build build) {
        return build.isContinuousIntegration() ? WhenUnavailable.FAIL : WhenUnavailable.USE_CACHED;
    }

    private static Answer comparable(Answer answer, Evaluation evaluation) {
        if (!(answer instanceof Answer.Found found) || found.adapter().isComparable(evaluation)) {
            return answer;
        }
        Release release = found.adapter().release();
        return new Answer.Unknown(
                release.name() + " adapts another base checkpoint, so that it can't be evaluated anew, and"
                        + " was tested on other images: none of its "
                        + release.images().size() + " is among today's "
                        + evaluation.chosenModel().images().size());
    }

    private static void refuse(Answer.Unknown unknown, WhenUnavailable unavailable, Log log) {
        if (unavailable == WhenUnavailable.FAIL) {
            throw SyrException.badRequest(
                    "Whether the adapter is worse than the last release can't be known: " + unknown.cause() + ".",
                    "Mend that, name a release by <lastRelease>, or set <lastReleaseUnavailable>warn</lastReleaseUnavailable>"
                            + " to go on without a comparison.");
        }
        log.warn("The adapter is NOT compared with the last release: " + unknown.cause() + ".");
    }

    private static void note(Answer.Found found, Evaluation evaluation, Log log) {
        ReleasedAdapter adapter = found.adapter();
        if (!found.silent().isEmpty()) {
            log.warn("There may be a newer release than " + adapter.release().name() + ": "
                    + String.join("; ", found.silent()) + ".");
        }
        if (!adapter.isOfTheSameBase(evaluation)) {
            log.warn(
                    adapter.release().name() + " adapts another base checkpoint, " + adapter.base()
                            + " (SHA-256 " + adapter.baseSha256()
                            + "). Its figures are compared as it has them; applications that update need the new base as well.");
        }
    }
}
