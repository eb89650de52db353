package io.github.syr.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open {@link ByteSource}. */
public interface ByteReader extends Closeable {

    /** How many bytes there are. */
    long length() throws IOException;

    /**
     * Reads into what remains of a buffer, from a position on.
     *
     * @return how many bytes were read, -1 behind the end
     */
    int read(ByteBuffer to, long position) throws IOException;
}
