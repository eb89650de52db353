package io.github.syr.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.syr.error.SyrException;
import io.github.syr.maven.checkpoint.ResolvedCheckpoint;
import io.github.syr.maven.natives.NativesResolver;
import io.github.syr.maven.natives.Platform;
import io.github.syr.maven.release.Answer;
import io.github.syr.maven.release.LastRelease;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.Requests;
import io.github.syr.message.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.Test;

/** What {@code syr:go-offline} brings, and what it says of it. */
@MojoTest
class GoOfflineMojoTest {

    private static final String BARE = "src/test/resources/projects/bare";

    private final Requests requests = mock(Requests.class);
    private final NativesResolver natives = mock(NativesResolver.class);
    private final LastRelease releases = mock(LastRelease.class);
    private final List<String> said = new ArrayList<>();

    private GoOfflineMojo mojo(GoOfflineMojo configured, Answer release) throws Exception {
        GoOfflineMojo mojo = new GoOfflineMojo(requests, natives, releases);
        WorkToDoTest.copyParameters(configured, mojo);
        Log log = mock(Log.class);
        doAnswer(call -> said.add(call.getArgument(0, CharSequence.class).toString()))
                .when(log)
                .info(any(CharSequence.class));
        doAnswer(call -> said.add("WARN " + call.getArgument(0))).when(log).warn(any(CharSequence.class));
        mojo.setLog(log);
        Request.Checkpoint checkpoint =
                new Request.Checkpoint("tiny", "/cache/tiny", "sha", "embedded", OptionalInt.empty());
        when(requests.resolve(any(), eq(Request.Task.EVALUATE)))
                .thenAnswer(call -> new Requests.Resolved(
                        call.<Job>getArgument(0)
                                .request(
                                        Request.Task.EVALUATE,
                                        Optional.of(checkpoint),
                                        Optional.of(new Request.InitialAdapter("org:a:1", "/a", "sha"))),
                        new ResolvedCheckpoint(checkpoint, Optional.empty())));
        when(natives.resolve(any(), any(), any())).thenReturn(Optional.of(Path.of("natives-here.jar")));
        when(natives.resolve(any(), any(Platform.class)))
                .thenAnswer(call ->
                        Path.of("natives-" + call.<Platform>getArgument(1).classifier() + ".jar"));
        when(releases.find(any(), any())).thenReturn(release);
        return mojo;
    }

    @Test
    @Basedir(BARE)
    void bringsEverythingThatABuildNeeds(@InjectMojo(goal = "go-offline") GoOfflineMojo configured) throws Exception {
        configured.platforms.set("win-x86_64, linux-aarch64,win-x86_64");
        configured.lastRelease = "org.example:rings";
        mojo(configured, new Answer.NeverReleased("org.example:rings has no release in central"))
                .run();
        assertEquals(
                List.of(
                        "Base checkpoint: /cache/tiny",
                        "Initial adapter: org:a:1",
                        "PyTorch's natives: natives-here.jar",
                        "PyTorch's natives: natives-win-x86_64.jar",
                        "PyTorch's natives: natives-linux-aarch64.jar",
                        "Last release: none; org.example:rings has no release in central."),
                said);
        verify(releases).find(any(), eq(Optional.of("org.example:rings")));
    }

    @Test
    @Basedir(BARE)
    void saysWhatItCouldNotBring(@InjectMojo(goal = "go-offline") GoOfflineMojo configured) throws Exception {
        mojo(configured, new Answer.Unknown("central: 500")).run();
        assertEquals(
                "WARN The last release can't be known: central: 500. Offline, check will have none to compare with.",
                said.get(said.size() - 1));
    }

    @Test
    @Basedir(BARE)
    void refusesAnUnknownPlatformAndToRunOffline(@InjectMojo(goal = "go-offline") GoOfflineMojo configured)
            throws Exception {
        configured.platforms.set("linux");
        GoOfflineMojo mojo = mojo(configured, new Answer.Unknown(""));
        assertEquals(
                "platforms has \"linux\", which is no platform that DJL has PyTorch for. Name some of linux-x86_64,"
                        + " linux-aarch64, osx-aarch64, win-x86_64.",
                assertThrows(SyrException.class, mojo::run).getMessage());
        when(mojo.session.isOffline()).thenReturn(true);
        assertEquals(
                "Maven is offline, and go-offline is to bring what is missing. Run it without -o.",
                assertThrows(SyrException.class, mojo::run).getMessage());
        when(mojo.session.isOffline()).thenReturn(false);
    }
}
