package io.github.syr.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageReader;

/**
 * The first frame of a GIF file, on the file's canvas; as with Pillow, what the frame leaves free is the transparent colour,
 * or the palette's first.
 */
final class GifContent implements ImageContent {

    private static final int HEADER = 13;
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2C;
    private static final int TRAILER = 0x3B;

    private final byte[] bytes;
    private final int left;
    private final int top;
    private final int width;
    private final int height;

    /** Reads the structure to the end of the first frame. */
    GifContent(byte[] bytes) throws BadImageException {
        this.bytes = bytes;
        int at = HEADER;
        at += colourTable(unsigned(10));
        while (unsigned(at) == EXTENSION) {
            at = endOfBlocks(at + 2);
        }
        if (unsigned(at) != FRAME) {
            throw BadImageException.damaged("GIF", unsigned(at) == TRAILER ? "it holds no frame" : "there is no frame at byte " + at);
        }
        left = word(at + 1);
        top = word(at + 3);
        // a frame may reach over its canvas; the canvas then grows
        width = Math.max(word(6), left + word(at + 5));
        height = Math.max(word(8), top + word(at + 7));
        endOfBlocks(at + 10 + colourTable(unsigned(at + 9)) + 1);
    }

    @Override
    public ResizedSize size() throws BadImageException {
        if (width < 1 || height < 1) {
            throw BadImageException.damaged("GIF", "its header says " + width + " x " + height + " pixels");
        }
        return new ResizedSize(width, height);
    }

    @Override
    public DecodedImage decode() throws IOException {
        ImageReader reader = JdkReaders.create("gif");
        try (ByteArrayImageInputStream in = new ByteArrayImageInputStream(bytes)) {
            reader.setInput(in, true, true);
            return Samples.of(onCanvas(reader.read(0)), ImageFormat.GIF);
        } catch (BadImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw BadImageException.damaged("GIF", e);
        } finally {
            reader.dispose();
        }
    }

    private BufferedImage onCanvas(BufferedImage frame) {
        if (frame.getWidth() == width && frame.getHeight() == height || !(frame.getColorModel() instanceof IndexColorModel palette)) {
            return frame;
        }
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette);
        int free = Math.max(0, palette.getTransparentPixel());
        int[] row = new int[Math.max(width, frame.getWidth())];
        Arrays.fill(row, free);
        for (int y = 0; y < height; y++) {
            canvas.getRaster().setSamples(0, y, width, 1, 0, row);
        }
        for (int y = 0; y < frame.getHeight(); y++) {
            frame.getRaster().getSamples(0, y, frame.getWidth(), 1, 0, row);
            canvas.getRaster().setSamples(left, top + y, frame.getWidth(), 1, 0, row);
        }
        return canvas;
    }

    private static int colourTable(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    private int endOfBlocks(int from) throws BadImageException {
        int at = from;
        while (unsigned(at) != 0) {
            at += 1 + unsigned(at);
        }
        return at + 1;
    }

    private int word(int at) throws BadImageException {
        return unsigned(at) | unsigned(at + 1) << 8;
    }

    private int unsigned(int at) throws BadImageException {
        if (at >= bytes.length) {
            throw BadImageException.truncated("GIF", "within its first frame, after " + bytes.length + " bytes");
        }
        return bytes[at] & 0xFF;
    }
}
