package io.github.syr.image.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The first directory of a TIFF or BigTIFF file, or of EXIF data, which are laid out alike: values by the numbers of
 * their tags.
 */
final class TiffDirectory {

    /**
     * Bytes a value, by the number of its type: byte, ASCII, short, long, rational, signed ones, float, double, IFD; 64
     * bits.
     */
    private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private static final int ORIENTATION = 274;

    /** Where a tag's values are. */
    private record Field(int type, long count, long at) {
        int valueSize() {
            return type < TYPE_SIZES.length ? TYPE_SIZES[type] : 0;
        }

        long length() {
            return Sizes.product(count, valueSize()); // 2^61 values of 8 bytes would be 0 bytes
        }
    }

    private final ByteBuffer in;
    private final Map<Integer, Field> entries = new TreeMap<>();
    private final boolean hasNext;

    /** @throws BadImageException if the header or the directory, which often stands at the end, isn't there */
    TiffDirectory(byte[] bytes) throws BadImageException {
        if (bytes.length < 8) {
            throw BadImageException.truncated("TIFF", "within its header, after " + bytes.length + " bytes");
        }
        in = ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        boolean isBig = in.getShort(2) == 43;
        require(0, isBig ? 16 : 8);
        long directory = isBig ? in.getLong(8) : Integer.toUnsignedLong(in.getInt(4));
        int lead = isBig ? 8 : 2;
        int entrySize = isBig ? 20 : 12;
        require(directory, lead);
        long count = isBig ? in.getLong((int) directory) : Short.toUnsignedLong(in.getShort((int) directory));
        if (count < 0 || count > bytes.length / entrySize) {
            throw BadImageException.truncated(
                    "TIFF",
                    "after " + bytes.length + " bytes, and its directory announces " + Long.toUnsignedString(count)
                            + " entries");
        }
        require(Sizes.sum(directory, lead), Sizes.product(count, entrySize));
        for (int i = 0; i < count; i++) {
            entry((int) directory + lead + i * entrySize, isBig);
        }
        int end = (int) (directory + lead + count * entrySize);
        hasNext = isBig
                ? end <= bytes.length - Long.BYTES && in.getLong(end) != 0
                : end <= bytes.length - Integer.BYTES && in.getInt(end) != 0;
    }

    private void entry(int at, boolean isBig) {
        int type = Short.toUnsignedInt(in.getShort(at + 2));
        long count = isBig ? Math.max(0, in.getLong(at + 4)) : Integer.toUnsignedLong(in.getInt(at + 4));
        int place = at + (isBig ? 12 : 8);
        boolean isInline = new Field(type, count, 0).length() <= (isBig ? 8 : 4);
        long values = isInline ? place : isBig ? in.getLong(place) : Integer.toUnsignedLong(in.getInt(place));
        entries.putIfAbsent(Short.toUnsignedInt(in.getShort(at)), new Field(type, count, values));
    }

    /** @throws BadImageException if a value lies behind the end of the file */
    void requireWhole() throws BadImageException {
        for (Field entry : entries.values()) {
            require(entry.at(), entry.length());
        }
    }

    /**
     * The number that tells how the image is turned; none where the tag is missing. As a byte, which it should not be,
     * it counts for nothing with Pillow, so here.
     */
    OptionalInt orientation() {
        Field entry = entries.get(ORIENTATION);
        return entry != null && entry.valueSize() == 1 ? OptionalInt.of(1) : number(ORIENTATION);
    }

    /** Whether a second directory follows, a further page. */
    boolean hasNext() {
        return hasNext;
    }

    /** The first value of a tag; none where the tag is missing, isn't a whole number, or lies outside. */
    OptionalInt number(int tag) {
        long[] numbers = numbers(tag, 1);
        return numbers.length == 0
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, numbers[0])));
    }

    /** All values of a tag, as {@link #number} gives the first. */
    long[] numbers(int tag) {
        return numbers(tag, Integer.MAX_VALUE);
    }

    private long[] numbers(int tag, int most) {
        Field entry = entries.get(tag);
        if (entry == null || !isInside(entry)) {
            return new long[0];
        }
        long[] numbers = new long[(int) Math.min(most, entry.count())];
        for (int i = 0; i < numbers.length; i++) {
            int at = (int) entry.at() + i * entry.valueSize();
            switch (entry.type()) {
                case 1, 7 -> numbers[i] = in.get(at) & 0xFF;
                case 3 -> numbers[i] = Short.toUnsignedInt(in.getShort(at));
                case 4, 13 -> numbers[i] = Integer.toUnsignedLong(in.getInt(at));
                case 6 -> numbers[i] = in.get(at);
                case 8 -> numbers[i] = in.getShort(at);
                case 9 -> numbers[i] = in.getInt(at);
                case 16, 17, 18 -> numbers[i] = in.getLong(at);
                default -> {
                    return new long[0];
                }
            }
        }
        return numbers;
    }

    /** A tag's bytes; none where it is missing or lies outside. */
    byte[] bytes(int tag) {
        Field entry = entries.get(tag);
        if (entry == null || !isInside(entry)) {
            return new byte[0];
        }
        byte[] bytes = new byte[(int) entry.length()];
        in.get((int) entry.at(), bytes);
        return bytes;
    }

    private boolean isInside(Field entry) {
        return entry.valueSize() > 0 && isInside(entry.at(), entry.length());
    }

    private boolean isInside(long from, long length) {
        return Sizes.isWithin(from, length, in.limit());
    }

    /** @throws BadImageException if so many bytes from there on aren't in the file */
    void require(long from, long length) throws BadImageException {
        if (!isInside(from, length)) {
            throw BadImageException.truncated(
                    "TIFF",
                    "after " + in.limit() + " bytes, and its directory points to " + Long.toUnsignedString(length)
                            + " bytes from byte " + Long.toUnsignedString(from));
        }
    }
}
