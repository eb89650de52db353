package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A zip archive as a file of records. */
record ZipFile(ByteSource source, ByteReader reader, long length) {

    /** What a field of 32 bits says where the number stands in a ZIP64 record. */
    static final long IN_ZIP64 = 0xFFFF_FFFFL;

    static ZipFile of(ByteSource source, ByteReader reader) {
        return new ZipFile(source, reader, ByteRegion.size(source, reader));
    }

    ByteBuffer read(long offset, long bytes, String what) {
        require(offset, bytes, what);
        return ByteBuffer.wrap(new ByteRegion(source, offset, bytes).readAll(reader))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    void require(long offset, long bytes, String what) {
        if (offset < 0 || bytes < 0 || offset > length || bytes > length - offset) {
            throw bad(what + " reaches beyond the file's end at byte " + length + ".");
        }
    }

    SyrException bad(String problem) {
        return SyrException.badData(source, "is not a valid zip archive of torch.save: " + problem, ByteRegion.AGAIN);
    }

    static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xFFFF_FFFFL;
    }
}
