package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read one after another through a small buffer; knows where it is, for messages. */
final class PickleInput {

    /** A state dict's pickle is about 100 bytes per tensor; this is far beyond any, and far below what fills memory. */
    static final long LONGEST = 16L << 20;

    private final ByteRegion region;
    private final ByteReader reader;
    private final String place;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    /** The region's position of the buffer's end. */
    private long read;

    /** @param place what the region is within the file, as messages name it: {@code archive/data.pkl} */
    PickleInput(ByteRegion region, ByteReader reader, String place) {
        this.region = region;
        this.reader = reader;
        this.place = place;
    }

    /** Bytes of the region that are behind. */
    long position() {
        return read - buffer.remaining();
    }

    private void need(long bytes) {
        if (bytes > region.length() - position()) {
            throw SyrException.badData(
                    region.source(),
                    place + " ends at byte " + region.length() + ", but at byte " + position() + " it says that "
                            + bytes + " more bytes follow: it is cut short or not a pickle.",
                    ByteRegion.AGAIN);
        }
        if (position() + bytes > LONGEST) {
            throw fail("is longer than " + LONGEST + " bytes, which no state dict does");
        }
        if (buffer.remaining() < bytes && bytes <= 8) {
            buffer.compact();
            buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + region.length() - read));
            int n = buffer.remaining();
            region.read(reader, read, buffer);
            read += n;
            buffer.flip();
        }
    }

    int u8() {
        need(1);
        return buffer.get() & 0xFF;
    }

    int u16() {
        need(2);
        return buffer.getShort() & 0xFFFF;
    }

    int i32() {
        need(4);
        return buffer.getInt();
    }

    long u32() {
        return i32() & 0xFFFF_FFFFL;
    }

    long i64() {
        need(8);
        return buffer.getLong();
    }

    /** A big-endian double, the one number that pickles write so. */
    double f64() {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    /** As many bytes as {@code count} says, checked against what there is before anything is made for them. */
    byte[] bytes(long count) {
        if (count < 0) {
            throw fail("has a negative length " + count);
        }
        need(count);
        byte[] bytes = new byte[(int) count];
        int buffered = Math.min(bytes.length, buffer.remaining());
        buffer.get(bytes, 0, buffered);
        if (buffered < bytes.length) {
            region.read(reader, read, ByteBuffer.wrap(bytes, buffered, bytes.length - buffered));
            read += bytes.length - buffered;
        }
        return bytes;
    }

    String text(long count) {
        return utf8(bytes(count));
    }

    /** Up to the next line feed, which is read but not returned. */
    String line() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = u8(); b != '\n'; b = u8()) {
            if (bytes.size() == 1000) {
                throw fail("has a name of more than 1000 bytes");
            }
            bytes.write(b);
        }
        return utf8(bytes.toByteArray());
    }

    private String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fail("has a string that is not UTF-8");
        }
    }

    /** What the pickle does wrong, up to and including the byte before this place. */
    SyrException fail(String problem) {
        return fail(problem, ByteRegion.AGAIN);
    }

    SyrException fail(String problem, String remedy) {
        return SyrException.badData(
                region.source(), place + " " + problem + " (before byte " + position() + ").", remedy);
    }
}
