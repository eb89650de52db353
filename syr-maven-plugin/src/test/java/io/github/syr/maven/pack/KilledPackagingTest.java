package io.github.syr.maven.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.AdapterIndex;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import io.github.syr.maven.EvaluatedProject;
import io.github.syr.maven.build.Repository;
import io.github.syr.maven.checkpoint.CheckpointResolver;
import io.github.syr.maven.checkpoint.InitialAdapterResolver;
import io.github.syr.maven.checkpoint.RemoteCheckpoints;
import io.github.syr.maven.worker.Requests;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/**
 * Packaging that breaks off, in a process of its own: what lies in the class folder is a whole adapter, or none is
 * found there.
 */
class KilledPackagingTest {

    private static final String FOLDER = "META-INF/syr/org.example/ring-adapter/";
    private static final int KILLS = 8;

    @TempDir
    Path folder;

    /** Packs two adapters by turns, again and again, and says so each time; or one adapter, once. */
    public static final class Packing {

        private Packing() {}

        public static void main(String[] args) throws IOException {
            Path classes = Path.of(args[0]);
            AdapterResources resources = new AdapterResources(classes);
            for (int turn = 0; turn == 0 || args.length > 2; turn++) {
                Path from = Path.of(args[1 + turn % (args.length - 1)]);
                try {
                    resources.write(
                            AdapterManifest.read(ByteSource.of(from.resolve("adapter.json"))),
                            Map.of("adapter.safetensors", Files.readAllBytes(from.resolve("adapter.safetensors"))));
                } catch (SyrException e) {
                    System.out.println(e.getMessage());
                    System.exit(3);
                }
                System.out.println("packed");
            }
        }
    }

    /** A packed adapter, moved out of the way. */
    private Path packed(String name) throws Exception {
        EvaluatedProject project = EvaluatedProject.in(Files.createDirectory(folder.resolve(name)));
        new AdapterPackager(new Requests(
                        new CheckpointResolver(Mockito.mock(Repository.class), Mockito.mock(RemoteCheckpoints.class)),
                        Mockito.mock(InitialAdapterResolver.class)))
                .run(project.job(0), project.classes());
        return project.classes().resolve(FOLDER);
    }

    /** Another adapter: its bytes differ, and its manifest knows. */
    private Path another(Path first) throws IOException {
        Path second = Files.createDirectory(folder.resolve("another"));
        byte[] bytes = Files.readAllBytes(first.resolve("adapter.safetensors"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(second.resolve("adapter.safetensors"), bytes);
        String was = AdapterManifest.read(ByteSource.of(first.resolve("adapter.json")))
                .adapter()
                .sha256();
        Files.writeString(
                second.resolve("adapter.json"),
                Files.readString(first.resolve("adapter.json")).replace(was, io.github.syr.io.Sha256.of(bytes)));
        return second;
    }

    private Process start(List<String> before, Path... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), Packing.class.getName()));
        for (Path argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Whether an adapter is found; one that is found has to be whole. */
    private static boolean found(Path classes) throws IOException {
        Path index = classes.resolve(AdapterIndex.PATH);
        if (!Files.exists(index)) {
            return false;
        }
        assertEquals("org.example:ring-adapter\n", Files.readString(index));
        Path adapter = classes.resolve(FOLDER).resolve("adapter.safetensors");
        AdapterManifest.read(ByteSource.of(adapter.resolveSibling("adapter.json")))
                .requireAdapter(ByteSource.of(adapter));
        return true;
    }

    @Test
    void isWholeOrNotFoundWheneverItIsKilled() throws Exception {
        Path first = packed("first");
        Path second = another(first);
        for (int kill = 0; kill < KILLS; kill++) {
            Path classes = folder.resolve("classes-" + kill);
            Process process = start(List.of(), classes, first, second);
            BufferedReader out = process.inputReader();
            for (int line = 0; line <= kill; line++) {
                assertEquals("packed", out.readLine());
            }
            process.destroyForcibly().waitFor();
            found(classes);
            // the next build repairs whatever was left
            Process next = start(List.of(), classes, first);
            assertEquals(0, next.waitFor());
            assertTrue(found(classes));
            try (var files = Files.list(classes.resolve(FOLDER))) {
                assertEquals(
                        List.of("adapter.json", "adapter.safetensors"),
                        files.map(file -> file.getFileName().toString())
                                .sorted()
                                .toList());
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isNotFoundWhereTheDiskIsFull() throws Exception {
        Path first = packed("first");
        Path classes = folder.resolve("classes");
        assertEquals(0, start(List.of(), classes, first).waitFor());
        // the shell's limit on the size of a file stands in for a disk that is full
        Process full = start(List.of("bash", "-c", "ulimit -f 1; exec \"$@\"", "bash"), classes, another(first));
        String said = full.inputReader().readLine();
        assertEquals(3, full.waitFor());
        assertTrue(
                said.contains("adapter") && said.contains("can't be written") && said.contains("File too large"), said);
        assertTrue(said.contains("Make room on the disk"), said);
        assertEquals(false, found(classes));
    }
}
