package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.CheckpointAssertions.assertRefused;
import static io.github.syr.checkpoint.PickleBytes.begin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives in which two readers could see two things, or that hold what no reader looks at. */
class ZipSafetyTest {

    private static final Duration MOST = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private static ZipBytes archive() {
        return ZipBytes.torch(begin().op('}')
                        .text("a")
                        .tensor("0", 1, 0, new long[] {1}, new long[] {1})
                        .op('s')
                        .end())
                .with("archive/data/0", new byte[] {0, 0, (byte) 0x80, 0x3F});
    }

    private static ZipBytes archive(Consumer<ZipBytes> change) {
        ZipBytes zip = archive();
        change.accept(zip);
        return zip;
    }

    static Stream<Arguments> sound() {
        return Stream.of(
                Arguments.of("as torch.save writes", archive()),
                Arguments.of("descriptors in 64 bits", archive(z -> z.described64 = true)),
                Arguments.of("sizes and CRC in the local header", archive(z -> z.flags = 0)),
                Arguments.of("a directory in another order", archive(z -> z.reversed = true)),
                Arguments.of("an empty member", archive().with("archive/data/1", new byte[0])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sound")
    void readsSoundArchives(String name, ZipBytes zip) throws IOException {
        assertArrayEquals(new float[] {1}, read(zip.end()).tensor("a").toFloats());
    }

    static Stream<Arguments> unsound() {
        return Stream.of(
                row(
                        "another CRC in the local header",
                        archive(z -> {
                            z.flags = 0;
                            z.localCrc = 1;
                        }),
                        "has the CRC-32",
                        "in the directory, and",
                        "in its own header, at byte 0"),
                row("a CRC in the local header of a described member", archive(z -> z.localCrc = 1), "and 00000001 in"),
                row(
                        "another CRC in the data descriptor",
                        archive(z -> z.describedCrc = 1),
                        "has the CRC-32",
                        "in its data descriptor"),
                row(
                        "another size in the data descriptor",
                        archive(z -> z.describedSize = 1),
                        "bytes in the directory, and",
                        "in its data descriptor"),
                row("no data descriptor", archive(z -> z.described = false), "lacks its data descriptor"),
                row(
                        "a wrong CRC of all members",
                        archive(z -> z.crcMore = 1),
                        "the bytes of its member archive/data.pkl have the CRC-32"),
                row("bytes between members", archive(z -> z.gap = new byte[9]), "9 bytes", "belong to no member"),
                row(
                        "bytes before the directory",
                        archive(z -> {
                            z.members.remove("archive/data/0");
                            z.gap = new byte[1];
                        }),
                        "between its member archive/data.pkl and its directory"),
                row("an empty element in a name", archive().with("archive//x", new byte[1]), "is not a path within"),
                row("a folder", archive().with("archive/", new byte[0]), "is not a path within"),
                row("a name with the element .", archive().with("archive/./x", new byte[1]), "is not a path within"),
                row("a name of 2000 bytes", archive().with("a".repeat(2000), new byte[1]), "has 2000 bytes; at most"),
                row(
                        "bytes in the 64-bit end record",
                        archive(z -> {
                            z.zip64 = true;
                            z.inEnd64 = new byte[3];
                        }),
                        "ZIP64 end record of 47 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsound")
    void refusesUnsoundArchives(String name, ZipBytes zip, String[] words) {
        assertTimeoutPreemptively(MOST, () -> assertRefused(folder.resolve("made.pth"), () -> read(zip.end()), words));
    }

    /** Of every member: of the pickle, which is read first, and of a storage, which no tensor need be asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"archive/data.pkl", "archive/data/0"})
    void refusesAWrongCrcOf(String member) throws IOException {
        byte[] content = archive().members.get(member);
        byte[] zip = archive().end();
        for (int at = 0; at + content.length <= zip.length; at++) {
            if (Arrays.equals(zip, at, at + content.length, content, 0, content.length)) {
                zip[at + content.length - 1] ^= 1;
                break;
            }
        }
        assertRefused(
                folder.resolve("made.pth"), () -> read(zip), "the bytes of its member " + member + " have the CRC-32");
    }

    /** Two entries of the directory, one header. */
    @Test
    void refusesTwoMembersAtOneOffset() {
        ByteBuffer zip = ByteBuffer.wrap(archive().end()).order(ByteOrder.LITTLE_ENDIAN);
        int directory = zip.getInt(zip.limit() - 22 + 16);
        int second = directory + 46 + zip.getShort(directory + 28);
        zip.putInt(second + 42, zip.getInt(directory + 42));
        assertRefused(folder.resolve("made.pth"), () -> read(zip.array()), "has another name in its own header");
    }

    @Tag("not-for-mutants")
    @Test
    void readsManyMembersInSeconds() {
        ZipBytes zip = archive();
        zip.zip64 = true;
        for (int i = 0; i < 120_000; i++) {
            zip.with("archive/data/x" + i, new byte[1]);
        }
        byte[] bytes = zip.end();
        assertTimeoutPreemptively(MOST, () -> read(bytes));
        for (int i = 0; i < 100_000; i++) {
            zip.with("archive/data/y" + i, new byte[1]);
        }
        byte[] more = zip.end();
        assertTimeoutPreemptively(
                MOST,
                () -> assertRefused(folder.resolve("made.pth"), () -> read(more), "longer than any checkpoint's"));
    }

    private TensorFile read(byte[] bytes) throws IOException {
        return TorchFile.read(Files.write(folder.resolve("made.pth"), bytes));
    }

    private static Arguments row(String name, ZipBytes zip, String... words) {
        return Arguments.of(name, zip, words);
    }
}
