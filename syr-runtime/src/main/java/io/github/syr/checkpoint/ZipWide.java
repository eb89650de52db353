package io.github.syr.checkpoint;

import static io.github.syr.checkpoint.ZipFile.u16;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers of a member's ZIP64 extra field, one after another. Source: PKWARE's APPNOTE 6.3, section 4.5.3. */
record ZipWide(ZipFile zip, String name, ByteBuffer numbers, boolean present) {

    private static final int ZIP64 = 1;

    /** Those of the extra fields from {@code at} on; none where there is no such field. */
    static ZipWide of(ZipFile zip, String name, ByteBuffer bytes, int at, int count) {
        int end = at + count;
        while (at + 4 <= end) {
            int length = u16(bytes, at + 2);
            if (at + 4 + length > end) {
                break;
            }
            if (u16(bytes, at) == ZIP64) {
                return new ZipWide(zip, name, bytes.slice(at + 4, length).order(ByteOrder.LITTLE_ENDIAN), true);
            }
            at += 4 + length;
        }
        return new ZipWide(zip, name, ByteBuffer.allocate(0), false);
    }

    /** A field of 32 bits, or the next number of the extra field, where the field says that it is there. */
    long value(long narrow) {
        if (narrow != ZipFile.IN_ZIP64) {
            return narrow;
        }
        if (numbers.remaining() < Long.BYTES) {
            throw zip.bad("its member " + name + " lacks its 64-bit size or place.");
        }
        long wide = numbers.getLong();
        if (wide < 0) {
            throw zip.bad("its member " + name + " has a negative size or place.");
        }
        return wide;
    }
}
