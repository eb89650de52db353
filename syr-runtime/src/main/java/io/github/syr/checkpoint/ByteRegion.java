package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes {@code offset} to {@code offset + length} of a source, read when they are needed. */
record ByteRegion(ByteSource source, long offset, long length) {

    static final String AGAIN = "Fetch the file again and compare its size and SHA-256 with those its publisher gives.";

    /** The size of an open source in bytes. */
    static long size(ByteSource source, ByteReader reader) {
        try {
            return reader.length();
        } catch (IOException e) {
            throw ByteSource.unreadable(source, e);
        }
    }

    /**
     * Fills what remains of a buffer from a position within the region.
     *
     * @throws SyrException if the source can't be read or has become shorter
     */
    void read(ByteReader reader, long position, ByteBuffer to) {
        if (position < 0 || to.remaining() > length - position) {
            throw new IndexOutOfBoundsException(position + " + " + to.remaining() + " of " + length);
        }
        long at = offset + position;
        try {
            while (to.hasRemaining()) {
                int n = reader.read(to, at);
                if (n < 0) {
                    throw SyrException.badData(
                            source,
                            "ends at byte " + at + ", inside data that reaches to byte " + (offset + length) + ".",
                            AGAIN);
                }
                at += n;
            }
        } catch (IOException e) {
            throw ByteSource.unreadable(source, e);
        }
    }

    /** The region's bytes; it must be short enough for an array. */
    byte[] readAll(ByteReader reader) {
        byte[] bytes = new byte[Math.toIntExact(length)];
        read(reader, 0, ByteBuffer.wrap(bytes));
        return bytes;
    }
}
