package io.github.syr.runcache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that travel as one file, and what arrives in their place. */
class EntryArchiveTest {

    private static final String DIGEST = Sha256.of("1");
    private static final String WEIGHTS = "content/adapters/rank-4/adapter.safetensors";

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private RunCache here;
    private RunCache there;
    private Path zip;

    @BeforeEach
    void pack() throws IOException {
        here = cache("here", 1_000_000);
        there = cache("there", 1_000_000);
        Path root = folder.resolve("syr");
        Path weights = root.resolve("adapters/rank-4/adapter.safetensors");
        Files.createDirectories(weights.getParent());
        Files.writeString(weights, "weights");
        Path run = Files.writeString(root.resolve("adapters/rank-4/run.json"), "{}");
        here.store(
                new EntryLabel(EntryLabel.Kind.TRAINING, DIGEST, "rank-4", "tiny", Map.of("epochs", "1")),
                root,
                List.of(weights, run));
        zip = folder.resolve("run.zip");
        assertTrue(here.pack(DIGEST, zip));
    }

    private RunCache cache(String name, long maxBytes) {
        return new RunCache(folder.resolve(name), maxBytes, () -> Instant.EPOCH, warnings::add);
    }

    private Map<String, byte[]> members() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                members.put(entry.getName(), file.getInputStream(entry).readAllBytes());
            }
        }
        return members;
    }

    private void write(Map<String, byte[]> members) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                out.putNextEntry(new ZipEntry(member.getKey()));
                out.write(member.getValue());
            }
        }
    }

    private void refuses(String problem) throws IOException {
        SyrException e = assertThrows(SyrException.class, () -> there.unpack(DIGEST, zip));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
        assertEquals(List.of(), there.entries());
        try (Stream<Path> left = Files.list(folder.resolve("there"))) {
            assertEquals(List.of(), left.toList(), "nothing is left of it");
        }
    }

    @Test
    void arrivesAsItWasStored() throws IOException {
        there.unpack(DIGEST, zip);
        assertTrue(there.restore(DIGEST, folder.resolve("output")));
        assertEquals("weights", Files.readString(folder.resolve("output/adapters/rank-4/adapter.safetensors")));
        assertEquals(here.entries().get(0).entry(), there.entries().get(0).entry());
        byte[] first = Files.readAllBytes(zip);
        assertTrue(there.pack(DIGEST, zip));
        assertArrayEquals(first, Files.readAllBytes(zip), "the same bytes on every machine");
        assertEquals(List.of(), warnings);
    }

    @Test
    void takesThePlaceOfADamagedEntryAndOfNoOther() throws IOException {
        there.unpack(DIGEST, zip);
        Path run = folder.resolve("there").resolve(DIGEST).resolve("content/adapters/rank-4/run.json");
        there.unpack(DIGEST, zip);
        assertEquals("{}", Files.readString(run));
        Files.writeString(run, "{ }");
        there.unpack(DIGEST, zip);
        assertEquals("{}", Files.readString(run));
    }

    @Test
    void packsNothingThatIsMissingOrDamaged() throws IOException {
        assertFalse(here.pack(Sha256.of("2"), zip));
        Files.writeString(folder.resolve("here").resolve(DIGEST).resolve(WEIGHTS), "weightz");
        assertFalse(here.pack(DIGEST, folder.resolve("other.zip")));
        assertTrue(warnings.get(0).contains("adapter.safetensors is not as it was stored"), warnings.toString());
        assertFalse(Files.exists(folder.resolve("other.zip")));
    }

    @Test
    void refusesAPageOfALogin() throws IOException {
        Files.writeString(zip, "<html>Log in</html>");
        refuses("run.zip: can't be read as a zip: ");
    }

    /** Found by fuzzing: the JDK says of some that the file ends, and of others that they are no zip. */
    @Test
    void refusesAFileThatIsCutOffAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(zip);
        for (int length = 0; length < whole.length; length++) {
            Files.write(zip, Arrays.copyOf(whole, length));
            refuses("run.zip: ");
        }
    }

    @Test
    void refusesAnotherEntry() throws IOException {
        Map<String, byte[]> members = members();
        members.put(
                "entry.json",
                new String(members.get("entry.json"), StandardCharsets.UTF_8)
                        .replace(DIGEST, Sha256.of("2"))
                        .getBytes(StandardCharsets.UTF_8));
        write(members);
        refuses("is of the digest " + Sha256.of("2") + " instead of " + DIGEST);
    }

    @Test
    void refusesWhatIsMissingChangedOrLonger() throws IOException {
        Map<String, byte[]> members = members();
        for (String content : List.of("weightz", "weight", "weights and more")) {
            members.put(WEIGHTS, content.getBytes(StandardCharsets.UTF_8));
            write(members);
            refuses("has another adapters/rank-4/adapter.safetensors than was stored");
        }
        members.remove(WEIGHTS);
        write(members);
        refuses("has no " + WEIGHTS);
        members.remove("entry.json");
        write(members);
        refuses("has no entry.json");
    }

    @Test
    void refusesANameThatLeadsOut() throws IOException {
        Map<String, byte[]> members = members();
        members.put(
                "entry.json",
                new String(members.get("entry.json"), StandardCharsets.UTF_8)
                        .replace("adapters/rank-4/run.json", "../../run.json")
                        .getBytes(StandardCharsets.UTF_8));
        members.put("content/../../run.json", "{}".getBytes(StandardCharsets.UTF_8));
        write(members);
        refuses("\"../../run.json\", which is no place in a folder");
    }

    /** A few thousand bytes that inflate to a gigabyte, or claim to. */
    @Test
    void refusesWhatTakesMoreThanTheCacheMayHold() throws IOException {
        there = cache("there", 8);
        refuses("takes more than the whole run cache may hold");
        Map<String, byte[]> members = members();
        members.put("entry.json", new byte[(16 << 20) + 1]);
        write(members);
        refuses("has an entry.json of more than 16 MiB");
    }
}
