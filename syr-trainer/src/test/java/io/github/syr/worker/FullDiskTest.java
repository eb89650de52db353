package io.github.syr.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.annotation.MaskBuilder;
import io.github.syr.device.PyTorch;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.session.Session;
import io.github.syr.testing.SmallDataset;
import io.github.syr.training.TrainTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A worker that can't write on: the shell's limit on the size of a file stands in for a disk that is full. */
@DisabledOnOs(OS.WINDOWS)
class FullDiskTest {

    @TempDir
    private Path folder;

    private SmallDataset dataset;

    @BeforeEach
    void copyDataset() throws IOException {
        dataset = SmallDataset.in(folder);
        // unpacked once per machine, with room for it
        PyTorch.start("cpu", 0, warning -> {});
    }

    /** Runs a request in a process none of whose files may grow beyond a limit, and expects it to fail for its data. */
    private Event.Failed fails(Request request, int limitKib) throws Exception {
        Path file = folder.resolve("request.json");
        Files.write(file, request.toJson().getBytes(StandardCharsets.UTF_8));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f " + limitKib + "; exec \"$@\"",
                        "bash",
                        java,
                        "-XX:-UsePerfData",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        List<Event> events = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                events.add(Event.ofLine(line).orElseThrow());
            }
        }
        assertEquals(3, process.waitFor(), events.toString());
        return (Event.Failed) events.get(events.size() - 1);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void namesTheMaskThatDidNotFit() throws Exception {
        Request request = dataset.request("out", 1, 1e-2, 2);
        Event.Failed failed = fails(request, 1);
        assertTrue(failed.problem().matches(".*out.*\\.png: can't be written: .*File too large.*"), failed.problem());
        assertTrue(failed.remedy().contains("Make room on the disk"), failed.remedy());
        assertEquals(
                List.of(),
                files(folder.resolve("out")).stream()
                        .filter(name -> name.endsWith(".partial"))
                        .toList());
        assertTrue(Files.notExists(new OutputLayout(request.outputFolder()).dataset()));
    }

    @Test
    void namesTheScratchThatDidNotFit() throws Exception {
        Request request = dataset.request("out", 1, 1e-2, 2);
        new MaskBuilder(request, event -> {}).build();
        List<String> before = files(request.outputFolder());
        Event.Failed failed = fails(request, 8);
        assertTrue(
                failed.problem().matches(".*scratch-train.*: can't be written: .*File too large.*"), failed.problem());
        assertTrue(failed.remedy().contains("Make room on the disk"), failed.remedy());
        assertEquals(before, files(request.outputFolder()));
    }

    @Test
    void keepsTheRankThatIsDoneWhenTheNextDoesNotFit() throws Exception {
        Request done = dataset.request("out", 1, 1e-2, 1);
        new MaskBuilder(done, event -> {}).build();
        try (Session session = new Session(done, event -> {}, () -> {})) {
            new TrainTask(session).run();
        }
        OutputLayout layout = new OutputLayout(done.outputFolder());
        byte[] adapter = Files.readAllBytes(layout.adapter(1));
        Event.Failed failed = fails(dataset.request("out", 1, 1e-2, 1, 32), 60);
        assertTrue(failed.problem().startsWith(layout.adapter(32) + ": can't be written: "), failed.problem());
        assertTrue(failed.problem().contains("File too large"), failed.problem());
        assertTrue(failed.remedy().contains("Make room on the disk"), failed.remedy());
        assertArrayEquals(adapter, Files.readAllBytes(layout.adapter(1)));
        assertTrue(Files.exists(layout.run(1)));
        assertEquals(List.of("history.jsonl"), files(layout.rank(32)));
    }
}
