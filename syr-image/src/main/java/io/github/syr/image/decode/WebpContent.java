package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebP file; of an animation the first frame, on its canvas, which is black and transparent. Its chunks are walked
 * here; {@link Vp8Decoder}, {@link Vp8lDecoder} and {@link WebpAlpha} read what they hold.
 */
final class WebpContent implements ImageContent {

    private static final int HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FRAME_HEADER = 16;

    private final ByteBuffer in;
    private Size canvas;
    private Size frame;
    private int frames;
    private int left;
    private int top;
    private byte[] alpha = {};
    private byte[] lossy = {};
    private byte[] lossless = {};
    private byte[] exif = {};
    private byte[] xmp = {};

    WebpContent(byte[] bytes) throws BadImageException {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        require(HEADER + CHUNK_HEADER, "within its header");
        long end = CHUNK_HEADER + Integer.toUnsignedLong(in.getInt(4));
        require(end, "and its header says " + end);
        chunks(HEADER, (int) end, false);
        if (lossy.length == 0 && lossless.length == 0) {
            throw BadImageException.damaged("WebP", "it holds no picture");
        }
        frame = lossless.length > 0 ? losslessSize() : lossySize();
        if (canvas == null) {
            canvas = frame;
        }
        if (left + frame.width() > canvas.width() || top + frame.height() > canvas.height()) {
            throw BadImageException.damaged(
                    "WebP",
                    "its picture of " + frame.width() + " x " + frame.height() + " pixels doesn't fit its canvas of "
                            + canvas.width() + " x " + canvas.height());
        }
    }

    @Override
    public Size size() {
        return canvas;
    }

    @Override
    public Orientation orientation() {
        return Orientation.of(exif, xmp);
    }

    @Override
    public boolean hasMore() {
        return frames > 1;
    }

    @Override
    public DecodedImage decode() throws BadImageException {
        DecodedImage picture = lossless.length > 0 ? lossless() : lossy();
        RgbImage rgb = picture.rgb();
        if (frame.equals(canvas)) {
            return picture;
        }
        byte[] pixels = new byte[3 * canvas.width() * canvas.height()];
        byte[] opacity = new byte[canvas.width() * canvas.height()];
        for (int y = 0; y < frame.height(); y++) {
            int from = y * frame.width();
            int to = (top + y) * canvas.width() + left;
            System.arraycopy(rgb.pixels(), 3 * from, pixels, 3 * to, 3 * frame.width());
            if (picture.hasAlpha()) {
                System.arraycopy(picture.alpha(), from, opacity, to, frame.width());
            } else {
                Arrays.fill(opacity, to, to + frame.width(), (byte) 255);
            }
        }
        return new DecodedImage(new RgbImage(canvas.width(), canvas.height(), pixels), opacity);
    }

    // --- structure ---

    private void chunks(int from, int end, boolean isFrame) throws BadImageException {
        int at = from;
        while (at + CHUNK_HEADER <= end) {
            String type = new String(in.array(), at, 4, StandardCharsets.ISO_8859_1);
            long length = Integer.toUnsignedLong(in.getInt(at + 4));
            int content = at + CHUNK_HEADER;
            if (!Sizes.isWithin(content, length, end)) {
                throw BadImageException.damaged(
                        "WebP", "its " + type + " chunk at byte " + at + " ends beyond its bounds");
            }
            if (!isFrame || !type.equals("ANMF")) {
                chunk(type, content, (int) length);
            }
            at = (int) (content + length + (length & 1));
        }
    }

    private void chunk(String type, int from, int length) throws BadImageException {
        boolean isFirst = lossy.length == 0 && lossless.length == 0;
        switch (type) {
            case "VP8X" -> {
                requireLength(type, length, 10);
                canvas = new Size(1 + triple(from + 4), 1 + triple(from + 7));
            }
            case "ANMF" -> {
                frames++;
                if (isFirst) {
                    requireLength(type, length, FRAME_HEADER);
                    left = 2 * triple(from);
                    top = 2 * triple(from + 3);
                    chunks(from + FRAME_HEADER, from + length, true);
                }
            }
            case "ALPH" -> alpha = isFirst ? copy(from, length) : alpha;
            case "VP8 " -> lossy = isFirst ? copy(from, length) : lossy;
            case "VP8L" -> lossless = isFirst ? copy(from, length) : lossless;
            case "EXIF" -> exif = copy(from, length);
            case "XMP " -> xmp = copy(from, length);
            default -> {}
        }
    }

    private static void requireLength(String type, int length, int least) throws BadImageException {
        if (length < least) {
            throw BadImageException.damaged(
                    "WebP", "its " + type + " chunk has " + length + " bytes; " + least + " are expected");
        }
    }

    private Size losslessSize() throws BadImageException {
        requireLength("VP8L", lossless.length, 5);
        if (lossless[0] != 0x2F) {
            throw BadImageException.damaged("WebP", "its VP8L chunk doesn't begin as one");
        }
        int bits = ByteBuffer.wrap(lossless).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
        return new Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
    }

    private Size lossySize() throws BadImageException {
        requireLength("VP8", lossy.length, 10);
        if (lossy[3] != (byte) 0x9D || lossy[4] != 1 || lossy[5] != 0x2A || (lossy[0] & 1) != 0) {
            throw BadImageException.damaged("WebP", "its VP8 chunk doesn't begin with a key frame");
        }
        ByteBuffer start = ByteBuffer.wrap(lossy).order(ByteOrder.LITTLE_ENDIAN);
        int width = start.getShort(6) & 0x3FFF;
        int height = start.getShort(8) & 0x3FFF;
        return ImageContent.size(ImageFormat.WEBP, "header", width, height);
    }

    private DecodedImage lossy() throws BadImageException {
        RgbImage rgb = new Vp8Decoder(lossy, frame.width(), frame.height()).decode();
        return new DecodedImage(
                rgb, alpha.length == 0 ? DecodedImage.OPAQUE : WebpAlpha.decode(alpha, frame.width(), frame.height()));
    }

    private DecodedImage lossless() throws BadImageException {
        Vp8lBits bits = new Vp8lBits(lossless, 1);
        bits.number(28);
        boolean hasAlpha = bits.flag();
        int version = bits.number(3);
        if (version != 0) {
            throw BadImageException.unsupported("WebP", "is lossless of version " + version + ", and 0 is read");
        }
        int[] argb = new Vp8lDecoder(bits).decode(frame.width(), frame.height());
        byte[] rgb = new byte[3 * argb.length];
        byte[] opacity = hasAlpha ? new byte[argb.length] : DecodedImage.OPAQUE;
        for (int i = 0; i < argb.length; i++) {
            rgb[3 * i] = (byte) (argb[i] >> 16);
            rgb[3 * i + 1] = (byte) (argb[i] >> 8);
            rgb[3 * i + 2] = (byte) argb[i];
            if (hasAlpha) {
                opacity[i] = (byte) (argb[i] >>> 24);
            }
        }
        return new DecodedImage(new RgbImage(frame.width(), frame.height(), rgb), opacity);
    }

    private byte[] copy(int from, int length) {
        return Arrays.copyOfRange(in.array(), from, from + length);
    }

    private int triple(int at) {
        return Short.toUnsignedInt(in.getShort(at)) | (in.get(at + 2) & 0xFF) << 16;
    }

    private void require(long end, String where) throws BadImageException {
        if (end > in.limit()) {
            throw BadImageException.truncated("WebP", "after " + in.limit() + " bytes, " + where);
        }
    }
}
