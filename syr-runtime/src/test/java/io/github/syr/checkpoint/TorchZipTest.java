package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.CheckpointAssertions.assertRefused;
import static io.github.syr.checkpoint.PickleBytes.begin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchZipTest {

    @TempDir
    Path folder;

    /** One tensor "a", the second and fourth of four numbers in storage 0. */
    private static byte[] pickle() {
        return begin().op('}')
                .text("a")
                .tensor("0", 4, 1, new long[] {2}, new long[] {2})
                .op('s')
                .end();
    }

    private static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static ZipBytes archive() {
        return ZipBytes.torch(pickle()).with("archive/data/0", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4));
    }

    private TensorFile read(byte[] bytes) throws IOException {
        return TorchFile.read(Files.write(folder.resolve("made.pth"), bytes));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsSmallAndZip64Archives(boolean zip64) throws IOException {
        ZipBytes zip = archive();
        zip.zip64 = zip64;
        assertArrayEquals(new float[] {2, 4}, read(zip.end()).tensor("a").toFloats());
    }

    @Test
    void readsArchivesThatSayTheirSizesTwice() throws IOException {
        ZipBytes zip = archive();
        zip.flags = 0;
        assertArrayEquals(new float[] {2, 4}, read(zip.end()).tensor("a").toFloats());
        zip.zip64 = zip.end32 = true;
        assertArrayEquals(new float[] {2, 4}, read(zip.end()).tensor("a").toFloats());
    }

    @Test
    void readsArchivesWithComments() throws IOException {
        ZipBytes zip = archive();
        zip.comment = "PK\5\6 is in here, and more than an end record would be long".getBytes();
        assertArrayEquals(new float[] {2, 4}, read(zip.end()).tensor("a").toFloats());
    }

    @Test
    void readsBigEndianStorages() throws IOException {
        byte[] zip = ZipBytes.torch(pickle())
                .with("archive/byteorder", "big".getBytes())
                .with("archive/data/0", floats(ByteOrder.BIG_ENDIAN, 1, 2, 3, -4))
                .end();
        assertArrayEquals(new float[] {2, -4}, read(zip).tensor("a").toFloats());
    }

    @Tag("not-for-mutants")
    @Test
    void readsWithinFilesOfMoreThanTwoGigabytes() throws IOException {
        Path file = folder.resolve("big.pth");
        hugeArchive("archive/hole", 3L << 30, archive(), file);
        assertTrue(Files.size(file) > 3L << 30);
        assertArrayEquals(new float[] {2, 4}, TorchFile.read(file).tensor("a").toFloats());
    }

    /** A sparse file: a first member of as many zeros as {@code hole} says, then those of an archive. */
    static void hugeArchive(String name, long hole, ZipBytes others, Path file) throws IOException {
        ZipBytes made = ZipBytes.of(name, new byte[0]);
        others.members.forEach(made::with);
        made.flags = 0;
        ByteBuffer zip = ByteBuffer.wrap(made.end()).order(ByteOrder.LITTLE_ENDIAN);
        int end = zip.limit() - 22;
        int directory = zip.getInt(end + 16);
        int crc = crcOfZeros(hole);
        zip.putInt(14, crc).putInt(18, (int) hole).putInt(22, (int) hole);
        zip.putInt(directory + 16, crc).putInt(directory + 20, (int) hole).putInt(directory + 24, (int) hole);
        for (int at = directory; at < end; at += 46 + zip.getShort(at + 28)) {
            if (at > directory) {
                zip.putInt(at + 42, (int) (zip.getInt(at + 42) + hole));
            }
        }
        zip.putInt(end + 16, (int) (directory + hole));
        int first = 30 + zip.getShort(26) + zip.getShort(28);
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(zip.slice(0, first), 0);
            channel.write(zip.slice(first, zip.limit() - first), first + hole);
        }
    }

    private static int crcOfZeros(long count) {
        CRC32 crc = new CRC32();
        byte[] zeros = new byte[1 << 20];
        for (long at = 0; at < count; at += zeros.length) {
            crc.update(zeros, 0, (int) Math.min(zeros.length, count - at));
        }
        return (int) crc.getValue();
    }

    static Stream<Arguments> unsoundArchives() {
        byte[] data = floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4);
        return Stream.of(
                row("no data.pkl", ZipBytes.of("archive/data/0", data), "0 members NAME/data.pkl"),
                row("data.pkl at the root", ZipBytes.of("data.pkl", pickle()), "0 members NAME/data.pkl"),
                row("two data.pkl", archive().with("b/data.pkl", pickle()), "2 members NAME/data.pkl"),
                row("a jar", ZipBytes.of("META-INF/MANIFEST.MF", data), "torch.save didn't write"),
                row("TorchScript", archive().with("archive/constants.pkl", data), "TorchScript"),
                row(
                        "bytes before the archive",
                        change(archive(), z -> z.leading = new byte[64]),
                        "doesn't begin as a pickle"),
                row("a missing storage", ZipBytes.torch(pickle()), "no member archive/data/0"),
                row(
                        "a short storage",
                        archive().with("archive/data/0", new byte[12]),
                        "archive/data/0 has 12 bytes",
                        "need 16"),
                row("a long storage", archive().with("archive/data/0", new byte[20]), "archive/data/0 has 20 bytes"),
                row(
                        "another byte order",
                        archive().with("archive/byteorder", "middle".getBytes()),
                        "byteorder says \"middle\""),
                row("a long byte order", archive().with("archive/byteorder", new byte[99]), "byteorder says \"\""),
                row(
                        "bytes behind the pickle",
                        archive().with("archive/data.pkl", Arrays.copyOf(pickle(), 500)),
                        "continues after its end"),
                row("a list", ZipBytes.torch(begin().op(']').end()), "holds a list instead of a dict"),
                row("a number", ZipBytes.torch(begin().op('K', 1).end()), "holds a plain value instead of a dict"),
                row("an empty dict", ZipBytes.torch(begin().op('}').end()), "no dict of tensors"),
                row(
                        "two dicts of tensors",
                        ZipBytes.torch(begin().op('}')
                                .text("a")
                                .op('}')
                                .text("t")
                                .tensor("0", 4, 0, new long[] {1}, new long[] {1})
                                .op("ss")
                                .text("b")
                                .op('}')
                                .text("t")
                                .tensor("0", 4, 0, new long[] {1}, new long[] {1})
                                .op("ss")
                                .end()),
                        "several dicts of tensors, [a, b]"),
                row("compression", change(archive(), z -> z.method = 8), "compressed"),
                row("compression in the directory", change(archive(), z -> z.directoryMethod = 8), "compressed"),
                row("encryption", change(archive(), z -> z.flags = 1), "encrypted"),
                row(
                        "a member twice",
                        change(archive(), z -> z.repeated = "archive/data/0"),
                        "two members archive/data/0"),
                row("sizes that differ", change(archive(), z -> z.storedMore = 1), "is stored in"),
                row(
                        "sizes that differ in 64 bits",
                        change(archive(), z -> {
                            z.zip64 = true;
                            z.storedMore = -9999;
                        }),
                        "negative size"),
                row("several disks", change(archive(), z -> z.disk = 1), "split over several files"),
                row(
                        "several disks in 64 bits",
                        change(archive(), z -> {
                            z.zip64 = true;
                            z.disk = 1;
                        }),
                        "split over several files"),
                row(
                        "a directory elsewhere",
                        change(archive(), z -> z.shift = -3),
                        "directory ends at byte",
                        "end record begins"),
                row(
                        "bytes before the end record",
                        change(archive(), z -> z.beforeEnd = new byte[7]),
                        "end record begins"),
                row(
                        "bytes behind the end record",
                        change(archive(), z -> z.trailing = new byte[7]),
                        "directory is missing"),
                row(
                        "members elsewhere",
                        change(archive(), z -> z.localShift = 1),
                        "not where the directory says, at byte 1"),
                row("an entry too many", change(archive(), z -> z.countMore = 1), "broken at entry 2"),
                row("an entry too few", change(archive(), z -> z.countMore = -1), "continues after its 1 entries"),
                row(
                        "another name in the local header",
                        change(archive(), z -> z.localName = "archive/data.pkx"),
                        "has another name in its own header"),
                row(
                        "a longer name in the local header",
                        change(archive(), z -> z.localName = "archive/data.pkl2"),
                        "has another name in its own header"),
                row("compression in the local header", change(archive(), z -> z.localMethod = 8), "compressed"),
                row("encryption in the local header", change(archive(), z -> z.localFlags = 1), "encrypted"),
                row(
                        "another size in the local header",
                        change(archive(), z -> z.localSize = 1),
                        "bytes in the directory, and 1 stored"),
                row(
                        "another stored size in the local header",
                        change(archive(), z -> z.localStored = 1),
                        "bytes in the directory, and 0 stored in 1 in its own header"),
                row(
                        "no size in the local header, nor behind",
                        change(archive(), z -> {
                            z.flags = 0;
                            z.localSize = z.localStored = -16;
                        }),
                        "bytes in the directory"),
                row(
                        "a 64-bit size in the local header, but no field for it",
                        change(archive(), z -> z.localSize = -1),
                        "lacks its 64-bit size"),
                row(
                        "an absolute name",
                        ZipBytes.of("/archive/data.pkl", pickle()),
                        "\"/archive/data.pkl\" is not a path within"),
                row("a name that climbs", archive().with("archive/../../x", data), "is not a path within"),
                row("a name that is ..", archive().with("..", data), "is not a path within"),
                row("a name with a backslash", archive().with("archive\\..\\x", data), "is not a path within"),
                row("a name on a drive", archive().with("c:x", data), "is not a path within"),
                row("a name with a line break", archive().with("archive/a\nb", data), "is not a path within"),
                row("an empty name", archive().with("", data), "is not a path within"),
                row(
                        "members that overlap",
                        change(archive(), TorchZipTest::oneByteMore),
                        "its member archive/data.pkl and its member archive/data/0 overlap at byte"),
                row(
                        "a member in the directory",
                        change(ZipBytes.torch(pickle()), TorchZipTest::oneByteMore),
                        "its member archive/data.pkl and its directory overlap at byte"),
                row("a member beyond the end", change(archive(), z -> z.sizeMore = 1 << 20), "beyond the file's end"),
                row(
                        "two end records that differ",
                        change(archive(), z -> {
                            z.zip64 = z.end32 = true;
                            z.end32More = 1;
                        }),
                        "two end records name two directories"),
                row(
                        "a 64-bit end of another length",
                        change(archive(), z -> {
                            z.zip64 = true;
                            z.end64Bytes = 45;
                        }),
                        "doesn't reach to its locator"),
                row("a directory beyond", change(archive(), z -> z.shift = 1 << 20), "beyond the file's end"),
                row(
                        "a 64-bit end elsewhere",
                        change(archive(), z -> {
                            z.zip64 = true;
                            z.shift = -3;
                        }),
                        "ZIP64 end record is not where"),
                row(
                        "a 64-bit end beyond",
                        change(archive(), z -> {
                            z.zip64 = true;
                            z.shift = 1L << 62;
                        }),
                        "beyond the file's end"));
    }

    /** Headers and directory agree on sizes that are too large. */
    private static void oneByteMore(ZipBytes zip) {
        zip.flags = 0;
        zip.sizeMore = zip.localSize = zip.localStored = 1;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsoundArchives")
    void refusesUnsoundArchives(String name, ZipBytes zip, String[] words) {
        assertRefused(folder.resolve("made.pth"), () -> read(zip.end()), words);
    }

    @Test
    void takesTheModelOutOfATrainingProgramsFile() throws IOException {
        byte[] pickle = begin().op('}')
                .text("optimizer")
                .op('}')
                .text("state")
                .op('}')
                .text("x")
                .tensor("0", 4, 0, new long[] {1}, new long[] {1})
                .op("sss")
                .text("epoch")
                .op("K")
                .op(3)
                .op('s')
                .text("ema")
                .op('}')
                .text("w")
                .tensor("0", 4, 1, new long[] {1}, new long[] {1})
                .op("ss")
                .text("state_dict")
                .op('}')
                .text("w")
                .tensor("0", 4, 2, new long[] {1}, new long[] {1})
                .op("ss")
                .end();
        TensorFile read = read(ZipBytes.torch(pickle)
                .with("archive/data/0", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4))
                .end());
        assertEquals(Set.of("w"), read.tensors().keySet());
        assertArrayEquals(new float[] {3}, read.tensor("w").toFloats());
    }

    private interface Change {
        void of(ZipBytes zip);
    }

    private static ZipBytes change(ZipBytes zip, Change change) {
        change.of(zip);
        return zip;
    }

    private static Arguments row(String name, ZipBytes zip, String... words) {
        return Arguments.of(name, zip, words);
    }
}
