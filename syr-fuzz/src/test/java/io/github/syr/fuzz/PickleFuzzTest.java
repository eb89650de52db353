package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.checkpoint.CheckpointTensor;
import io.github.syr.checkpoint.TorchFile;
import io.github.syr.testing.ReferenceFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/** A pickle in a sound archive, so that the fuzzer need not learn what a zip is. */
class PickleFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "state_dict",
                        "views",
                        "bfloat16",
                        "parameters",
                        "protocol_3",
                        "protocol_4",
                        "protocol_5",
                        "wrapped",
                        "whole_module_refused")
                .map(name -> pickle(ReferenceFiles.file("pickles/" + name + ".pth")));
    }

    private static byte[] pickle(Path archive) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(e -> e.getName().endsWith("/data.pkl"))
                    .findFirst()
                    .orElseThrow();
            return zip.getInputStream(entry).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] pickle) {
        Reading.of(() -> TorchFile.read(Reading.file("a.pth", archive(pickle)))
                .tensors()
                .values()
                .forEach(CheckpointTensor::toFloats));
    }

    private static byte[] archive(byte[] pickle) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("archive/data.pkl", pickle);
        for (int storage = 0; storage < 6; storage++) {
            members.put("archive/data/" + storage, new byte[256]);
        }
        members.put("archive/version", new byte[] {'3', '\n'});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(member.getValue());
                ZipEntry entry = new ZipEntry(member.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(member.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(member.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
