package io.github.syr.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Whether a PNG is whole: its decoder gives a half-grey picture for half a file. */
final class PngChunks {

    private static final long SIGNATURE = 0x89504E470D0A1A0AL;

    private PngChunks() {}

    /** @throws IOException if a PNG's chunk is cut off or damaged, or its end is missing; anything else passes */
    static void requireWhole(byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.remaining() < 8 || in.getLong() != SIGNATURE) {
            return;
        }
        while (in.remaining() >= 12) {
            int length = in.getInt();
            int type = in.getInt(in.position());
            if (length < 0 || length > in.remaining() - 8) {
                throw new IOException("the PNG is cut off after " + bytes.length + " bytes");
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, in.position(), length + 4);
            in.position(in.position() + length + 4);
            if (in.getInt() != (int) crc.getValue()) {
                throw new IOException("a chunk's check sum is wrong before byte " + in.position());
            }
            if (type == 0x49454E44) { // IEND
                return;
            }
        }
        throw new IOException("the PNG is cut off after " + bytes.length + " bytes");
    }
}
