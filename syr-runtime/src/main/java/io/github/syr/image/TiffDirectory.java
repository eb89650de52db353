package io.github.syr.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Looks whether a TIFF file holds its first directory, which often stands at the end: a reader without one only says that
 * there is no image.
 */
final class TiffDirectory {

    private static final int ENTRY = 12;

    /** Bytes a value, by TIFF's number of its type: byte, ASCII, short, long, rational, signed ones, float, double, IFD. */
    private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private TiffDirectory() {}

    /** @throws BadImageException if the first directory, or a value it points to, lies behind the file's end */
    static void requireWhole(byte[] bytes) throws BadImageException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        require(bytes, 0, 8);
        if (in.getShort(2) != 42) {
            // BigTIFF is laid out otherwise, and its reader looks for itself
            return;
        }
        long directory = Integer.toUnsignedLong(in.getInt(4));
        require(bytes, directory, 2);
        int entries = Short.toUnsignedInt(in.getShort((int) directory));
        require(bytes, directory + 2, (long) ENTRY * entries);
        for (int i = 0; i < entries; i++) {
            int at = (int) directory + 2 + ENTRY * i;
            int type = Short.toUnsignedInt(in.getShort(at + 2));
            long length = Integer.toUnsignedLong(in.getInt(at + 4)) * (type < TYPE_SIZES.length ? TYPE_SIZES[type] : 0);
            if (length > 4) {
                require(bytes, Integer.toUnsignedLong(in.getInt(at + 8)), length);
            }
        }
    }

    private static void require(byte[] bytes, long from, long length) throws BadImageException {
        if (from + length > bytes.length) {
            throw BadImageException.truncated("TIFF", "after " + bytes.length + " bytes, and its directory points to byte " + (from + length));
        }
    }
}
