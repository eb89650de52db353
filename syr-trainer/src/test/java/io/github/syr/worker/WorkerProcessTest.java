package io.github.syr.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The worker as a process of its own. */
class WorkerProcessTest {

    @TempDir
    private Path folder;

    private Path request;

    /** How a process ended. */
    private record Ended(int exitCode, List<Event> events, String log) {}

    @BeforeEach
    void writeRequest() throws IOException {
        request = folder.resolve("request.json");
        Files.writeString(request, """
                {"schema": "syr/request/1", "task": "masks", "output": "%s", "checkpoint": null,
                 "dataset": {"path": "%s", "format": "auto", "labels": [], "splitGroup": null, "masks": {"polygonHoles": "union", "crowd": "include", "threshold": 128, "values": [], "objects": "one"}, "allowOutside": false},
                 "training": {"ranks": [4], "alpha": null, "blocks": null, "epochs": null, "batchSize": 1, "learningRate": null,
                  "patience": 0, "jitter": 20, "lossSize": null, "seed": 0,
                  "tuning":{"recipe":"predecessor","targets":[{"kind":"q","rank":null},{"kind":"v","rank":null}],
                    "decoder":"frozen","decoderRank":null,"decoderLearningRate":null,
                    "optimization":{"optimizer":"adam","weightDecay":0,"schedule":"constant","warmUpSteps":0,"maxGradientNorm":null,"accumulation":1,"emaDecay":null,"epochChoice":"best","precision":"float32"},"loss":{"kind":"dice-ce","boundaryWeight":0,"holeWeight":1},"prompts":[{"kind":"box","weight":1}],"augmentation":[]},"folds":null},
                 "execution": {"device": "cpu", "threads": 1, "runCache": null}, "initialAdapter": null, "evaluation": {"robustness": null, "allSplits": false, "selfTestImage": null}}
                """.formatted(folder.resolve("syr"), folder));
    }

    private Process start(String main, List<String> options, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    private Ended run(String main, Object... arguments) throws Exception {
        Process process = start(main, List.of(), arguments);
        process.getOutputStream().close();
        return end(process);
    }

    private Ended end(Process process) throws Exception {
        List<Event> events = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                events.add(Event.ofLine(line).orElseThrow());
            }
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), events, Files.readString(folder.resolve("log")));
    }

    private static final String FAKE = FakeWorker.class.getName();

    @Test
    void tellsWhatItDidAndKeepsLibrariesOutOfIt() throws Exception {
        Ended ended = run(FAKE, "done", request);
        assertEquals(0, ended.exitCode(), ended.log());
        assertEquals(
                List.of(new Event.Note(Event.Level.INFO, "done"), new Event.Result(false, List.of("a line"))),
                ended.events());
        assertTrue(ended.log().contains("a library prints"));
    }

    @ParameterizedTest
    @EnumSource(SyrException.Kind.class)
    void endsWithTheCodeOfEachKind(SyrException.Kind kind) throws Exception {
        Ended ended = run(FAKE, "fail", request, kind);
        assertEquals(kind.exitCode(), ended.exitCode());
        assertEquals(List.of(new Event.Failed(kind, "A problem.", "A remedy.")), ended.events());
    }

    @Test
    void saysWhatToLowerWhenMemoryRunsOut() throws Exception {
        for (String how : List.of("memory", "native-memory")) {
            Ended ended = run(FAKE, how, request);
            assertEquals(4, ended.exitCode());
            Event.Failed failed = (Event.Failed) ended.events().get(0);
            assertTrue(failed.remedy().contains("batchSize"), failed.remedy());
        }
    }

    @Test
    void crashesWithoutAnEvent() throws Exception {
        Ended bug = run(FAKE, "bug", request);
        assertEquals(1, bug.exitCode());
        assertEquals(List.of(), bug.events());
        assertTrue(bug.log().contains("a bug"), bug.log());
        assertEquals(134, run(FAKE, "crash", request).exitCode());
    }

    @Test
    void endsWhenItsParentIsGone() throws Exception {
        Process process = start(FAKE, List.of("-Dsyr.parent=true"), "wait", request);
        BufferedReader out = process.inputReader();
        assertTrue(out.readLine().contains("waiting"));
        process.getOutputStream().close();
        Event.Failed failed = (Event.Failed) Event.ofLine(out.readLine()).orElseThrow();
        assertEquals(SyrException.Kind.STOPPED, failed.kind());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(130, process.exitValue());
    }

    @Test
    void refusesRequestsThatAreNone() throws Exception {
        Ended missing = run(Main.class.getName(), folder.resolve("nowhere.json"));
        assertEquals(3, missing.exitCode());
        Files.writeString(request, Files.readString(request).replace("\"masks\"", "\"paint\""));
        Ended unknown = run(Main.class.getName(), request);
        assertTrue(
                ((Event.Failed) unknown.events().get(0)).problem().contains("paint"),
                unknown.events().toString());
        Files.writeString(
                request,
                Files.readString(request).replace("\"paint\"", "\"masks\"").replace("[4]", "[0]"));
        Ended rank = run(Main.class.getName(), request);
        assertEquals(2, rank.exitCode());
        assertTrue(((Event.Failed) rank.events().get(0)).problem().contains("rank 0"));
        Files.writeString(request, "{\n  \"schema\": oops");
        Ended broken = run(Main.class.getName(), request);
        assertTrue(
                ((Event.Failed) broken.events().get(0)).problem().contains("line 2 column"),
                broken.events().toString());
    }
}
