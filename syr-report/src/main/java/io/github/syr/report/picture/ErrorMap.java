package io.github.syr.report.picture;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Size;
import io.github.syr.mask.MaskOps;
import io.github.syr.mask.MaskResize;
import io.github.syr.mask.PngFile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;

/**
 * What a prediction hit, missed and added, as a transparent picture that lies on the photograph. Colours are told apart
 * by colour-blind eyes (Okabe and Ito 2008), and each kind of error has a pattern of its own: missed is striped, added
 * is full, a filled hole is chequered.
 */
public final class ErrorMap {

    private static final int NOTHING = 0;
    private static final int HIT = 1;
    private static final int MISSED = 2;
    private static final int ADDED = 3;
    private static final int HOLE = 4;
    private static final int OUTLINE = 5;

    /** A pattern's period, pixels. */
    private static final int PERIOD = 6;

    private static final byte[] RED = bytes(0, 0x00, 0x00, 0xE6, 0xCC, 0x00);
    private static final byte[] GREEN = bytes(0, 0x9E, 0x72, 0x9F, 0x79, 0x9E);
    private static final byte[] BLUE = bytes(0, 0x73, 0xB2, 0x00, 0xA7, 0x73);
    private static final byte[] ALPHA = bytes(0, 70, 230, 220, 230, 255);

    private final Size size;
    private final BinaryMask wanted;
    private final BinaryMask holes;

    /**
     * @param truth of the size of the original image
     * @param size of the pictures
     */
    public ErrorMap(BinaryMask truth, Size size) {
        this.size = size;
        wanted = small(truth);
        holes = truth.isEmpty()
                ? wanted
                : small(MaskOps.holes(truth, truth.box().orElseThrow()));
    }

    private BinaryMask small(BinaryMask mask) {
        return MaskResize.nearest(mask, size.width(), size.height());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /**
     * A prediction held against the truth.
     *
     * @param predicted of the size of the original image
     * @return a PNG file
     */
    public byte[] of(BinaryMask predicted) {
        return ofSmall(small(predicted));
    }

    /** The true mask alone: tinted, with its outline. */
    public byte[] ofTruth() {
        return ofSmall(wanted);
    }

    private byte[] ofSmall(BinaryMask found) {
        byte[] kinds = new byte[size.width() * size.height()];
        for (int i = 0; i < kinds.length; i++) {
            boolean isWanted = wanted.bits().get(i);
            boolean isFound = found.bits().get(i);
            int x = i % size.width();
            int y = i / size.width();
            int kind = isWanted && isFound ? HIT : isWanted ? MISSED : isFound ? ADDED : NOTHING;
            kinds[i] = (byte) (kind == ADDED && holes.bits().get(i) ? HOLE : kind);
            boolean striped = kinds[i] == MISSED && (x + y) % PERIOD >= PERIOD / 2;
            boolean chequered = kinds[i] == HOLE && (x / (PERIOD / 2) + y / (PERIOD / 2)) % 2 == 1;
            if (striped || chequered) {
                kinds[i] = NOTHING;
            }
        }
        outline(kinds);
        return png(kinds);
    }

    private void outline(byte[] kinds) {
        BinaryMask inner = MaskOps.erode(wanted, Math.max(1, Math.max(size.width(), size.height()) / 500));
        for (int i = wanted.bits().nextSetBit(0); i >= 0; i = wanted.bits().nextSetBit(i + 1)) {
            if (!inner.bits().get(i) && kinds[i] == HIT) {
                kinds[i] = OUTLINE;
            }
        }
    }

    private byte[] png(byte[] kinds) {
        IndexColorModel colours = new IndexColorModel(4, RED.length, RED, GREEN, BLUE, ALPHA);
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_BINARY, colours);
        int[] row = new int[size.width()];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = kinds[y * row.length + x];
            }
            image.getRaster().setPixels(0, y, row.length, 1, row);
        }
        return PngFile.bytes(image);
    }
}
