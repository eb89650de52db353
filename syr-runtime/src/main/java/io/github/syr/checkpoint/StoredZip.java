package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the members of an uncompressed zip archive lie in their file; java.util.zip doesn't tell. Members are found
 * through the central directory alone, and their local headers have to agree with it: two readers of one archive must
 * not see two archives. Every byte of the file belongs to one member or to the directory, as in archives that PyTorch
 * writes.
 */
final class StoredZip {

    /** About 100 bytes per member: far more members than a checkpoint has tensors. */
    private static final long LONGEST_DIRECTORY = 16L << 20;

    private final ZipFile zip;

    private StoredZip(ZipFile zip) {
        this.zip = zip;
    }

    /**
     * The members by name, all of them read once to compare their CRC-32.
     *
     * @throws SyrException if the archive is cut short, damaged, compressed, encrypted, or contradicts itself
     */
    static Map<String, ByteRegion> members(ByteSource source, ByteReader reader) {
        return new StoredZip(ZipFile.of(source, reader)).read();
    }

    private Map<String, ByteRegion> read() {
        ZipDirectory directory = ZipDirectory.find(zip);
        if (directory.bytes() > LONGEST_DIRECTORY) {
            throw zip.bad("its directory of " + directory.bytes() + " bytes is longer than any checkpoint's.");
        }
        ByteBuffer entries = zip.read(directory.offset(), directory.bytes(), "the central directory");
        List<ZipMember> members = new ArrayList<>();
        Map<String, ByteRegion> data = new LinkedHashMap<>();
        for (long i = 0; i < directory.entries(); i++) {
            ZipMember member = ZipMember.of(zip, ZipEntry.next(zip, entries, members.size()));
            members.add(member);
            if (data.put(member.name(), member.data()) != null) {
                throw zip.bad("it has two members " + member.name() + ".");
            }
        }
        if (entries.hasRemaining()) {
            throw zip.bad("its directory continues after its " + directory.entries() + " entries.");
        }
        requireAdjacent(members, directory.offset());
        members.forEach(member -> member.requireIntact(zip));
        return data;
    }

    /** One member begins where the one before it ends, the first at the file's first byte. */
    private void requireAdjacent(List<ZipMember> members, long directory) {
        members.sort(Comparator.comparingLong(ZipMember::begin).thenComparingLong(ZipMember::end));
        long end = 0;
        String before = "the file's begin";
        for (ZipMember member : members) {
            requireAdjacent(before, end, "its member " + member.name(), member.begin());
            before = "its member " + member.name();
            end = member.end();
        }
        requireAdjacent(before, end, "its directory", directory);
    }

    private void requireAdjacent(String before, long end, String after, long begin) {
        if (begin < end) {
            throw zip.bad(before + " and " + after + " overlap at byte " + begin + ".");
        }
        if (begin > end) {
            throw zip.bad((begin - end) + " bytes from byte " + end + " on, between " + before + " and " + after
                    + ", belong to no member.");
        }
    }
}
