package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Bytes {@code offset} to {@code offset + length} of a file, read when they are asked for. */
record FileRegion(Path file, long offset, long length) {

    static final String AGAIN = "Fetch the file again and compare its size and SHA-256 with those its publisher gives.";

    /** Opens the file; the caller closes the channel. */
    FileChannel open() {
        return open(file);
    }

    static FileChannel open(Path file) {
        try {
            return FileChannel.open(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The size of an open file in bytes. */
    static long size(Path file, FileChannel channel) {
        try {
            return channel.size();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Fills what remains of a buffer from a position within the region.
     *
     * @throws SyrException if the file can't be read or has become shorter
     */
    void read(FileChannel channel, long position, ByteBuffer to) {
        if (position < 0 || to.remaining() > length - position) {
            throw new IndexOutOfBoundsException(position + " + " + to.remaining() + " of " + length);
        }
        long at = offset + position;
        try {
            while (to.hasRemaining()) {
                int n = channel.read(to, at);
                if (n < 0) {
                    throw SyrException.badData(file, "ends at byte " + at + ", inside data that reaches to byte "
                            + (offset + length) + ".", AGAIN);
                }
                at += n;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The region's bytes; it must be short enough for an array. */
    byte[] readAll(FileChannel channel) {
        byte[] bytes = new byte[Math.toIntExact(length)];
        read(channel, 0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    static SyrException unreadable(Path file, IOException cause) {
        return SyrException.badData(file, "can't be read: " + cause + ".",
                "Name a file that exists and is readable.", cause);
    }
}
