package io.github.syr.checkpoint;

import java.nio.ByteBuffer;

/**
 * Where a zip archive's central directory lies. The file has to end with the directory and its end records: what stands
 * between or behind them is no part of an archive that PyTorch writes. Source: PKWARE's APPNOTE 6.3, sections 4.3.14 to
 * 16.
 *
 * @param offset in the file
 * @param bytes of all its entries
 * @param entries how many
 */
record ZipDirectory(long offset, long bytes, long entries) {

    private static final int END = 0x06054B50;
    private static final int END_BYTES = 22;
    private static final int END64 = 0x06064B50;
    private static final int END64_BYTES = 56;
    /** The end record's signature and size, which its size doesn't count. */
    private static final int END64_LEAD = 12;

    private static final int LOCATOR64 = 0x07064B50;
    private static final int LOCATOR64_BYTES = 20;

    static ZipDirectory find(ZipFile zip) {
        // the end record has a comment of up to 65535 bytes behind it
        long from = Math.max(0, zip.length() - END_BYTES - 0xFFFF);
        ByteBuffer tail = zip.read(from, zip.length() - from, "the end");
        for (int i = tail.limit() - END_BYTES; i >= 0; i--) {
            if (tail.getInt(i) == END && i + END_BYTES + ZipFile.u16(tail, i + 20) == tail.limit()) {
                return find(zip, tail.slice(i, END_BYTES).order(tail.order()), from + i);
            }
        }
        throw zip.bad("its central directory is missing: the file is cut short.");
    }

    private static ZipDirectory find(ZipFile zip, ByteBuffer end, long at) {
        if (at >= LOCATOR64_BYTES) {
            ByteBuffer locator = zip.read(at - LOCATOR64_BYTES, LOCATOR64_BYTES, "the ZIP64 locator");
            if (locator.getInt(0) == LOCATOR64) {
                return find64(zip, locator.getLong(8), at - LOCATOR64_BYTES, end);
            }
        }
        requireOneFile(zip, ZipFile.u16(end, 4), ZipFile.u16(end, 6), ZipFile.u16(end, 8), ZipFile.u16(end, 10));
        return new ZipDirectory(ZipFile.u32(end, 16), ZipFile.u32(end, 12), ZipFile.u16(end, 10)).endingAt(zip, at);
    }

    private static ZipDirectory find64(ZipFile zip, long offset, long locator, ByteBuffer end) {
        ByteBuffer end64 = zip.read(offset, END64_BYTES, "the ZIP64 end record");
        if (end64.getInt(0) != END64) {
            throw zip.bad("its ZIP64 end record is not where its locator says, at byte " + offset + ".");
        }
        if (end64.getLong(4) != END64_BYTES - END64_LEAD || offset + END64_BYTES != locator) {
            throw zip.bad("its ZIP64 end record of " + end64.getLong(4)
                    + " bytes doesn't reach to its locator, or is not " + (END64_BYTES - END64_LEAD) + " bytes long.");
        }
        requireOneFile(zip, end64.getInt(16), end64.getInt(20), end64.getLong(24), end64.getLong(32));
        ZipDirectory directory =
                new ZipDirectory(end64.getLong(48), end64.getLong(40), end64.getLong(32)).endingAt(zip, offset);
        // another reader may believe these
        if (contradicts(ZipFile.u16(end, 10), 0xFFFF, directory.entries)
                || contradicts(ZipFile.u32(end, 12), ZipFile.IN_ZIP64, directory.bytes)
                || contradicts(ZipFile.u32(end, 16), ZipFile.IN_ZIP64, directory.offset)) {
            throw zip.bad("its two end records name two directories.");
        }
        return directory;
    }

    private static boolean contradicts(long value, long inZip64, long wide) {
        return value != inZip64 && value != wide;
    }

    private static void requireOneFile(ZipFile zip, long disk, long begin, long entriesHere, long entries) {
        if (disk != 0 || begin != 0 || entriesHere != entries) {
            throw zip.bad("it is split over several files.");
        }
    }

    private ZipDirectory endingAt(ZipFile zip, long end) {
        zip.require(offset, bytes, "the central directory");
        if (offset + bytes != end) {
            throw zip.bad("its directory ends at byte " + (offset + bytes) + ", but its end record begins at byte "
                    + end + ".");
        }
        return this;
    }
}
