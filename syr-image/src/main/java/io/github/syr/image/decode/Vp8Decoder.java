package io.github.syr.image.decode;

import io.github.syr.image.RgbImage;
import java.util.Arrays;

/**
 * The key frame that a lossy WebP file holds (RFC 6386), to the bit as libwebp decodes it.
 *
 * <p>TwelveMonkeys' reader (imageio-webp) is to take its place once it agrees with Pillow. Version 3.14.0 does not: of
 * the 22 lossy images in {@code pictures.zip} it gives 1 as Pillow; the others are 4 levels away in the mean (0.6 to
 * 11), and up to 82 at their edges, for it enlarges colour by the nearest sample.
 *
 * <p>Blocks are built one after the other from their neighbours, unfiltered; then all edges are filtered.
 */
final class Vp8Decoder {

    // spotless:off: a table
    /** The tree of a small block's modes: further nodes, or the negative of a mode, at 2 x node + bit. */
    private static final int[] MODE_TREE = {
        -Vp8Prediction.DC, 2, -Vp8Prediction.TRUE_MOTION, 4, -Vp8Prediction.VERTICAL, 6, 8, 12, -Vp8Prediction.HORIZONTAL, 10,
        -Vp8Prediction.RIGHT_DOWN, -Vp8Prediction.VERTICAL_RIGHT, -Vp8Prediction.LEFT_DOWN, 14, -Vp8Prediction.VERTICAL_LEFT, 16,
        -Vp8Prediction.HORIZONTAL_DOWN, -Vp8Prediction.HORIZONTAL_UP};
    // spotless:on

    private final Vp8Tables tables = new Vp8Tables();
    private final int width;
    private final int height;
    private final int columns;
    private final int rows;
    private final Vp8Header header;

    private final Vp8Picture picture;
    private final Vp8Prediction[] predictions;
    private final Vp8Filter.Strength[] strengths;
    /**
     * The modes of small blocks above and left; whether blocks above and left have coefficients: 4 luma, 2 and 2
     * colour, second order.
     */
    private final int[] modesAbove;

    private final int[] modesLeft = new int[4];
    private final boolean[][] filledAbove;
    private boolean[] filledLeft = new boolean[9];

    // of the current macroblock
    private int segment;
    private boolean isSmall;
    private int lumaMode;
    private final int[] smallModes = new int[16];
    private int colourMode;
    private final int[] coefficients = new int[24 * 16];

    /** @param bytes the content of a VP8 chunk, of 10 bytes at least */
    Vp8Decoder(byte[] bytes, int width, int height) throws BadImageException {
        this.width = width;
        this.height = height;
        columns = (width + 15) / 16;
        rows = (height + 15) / 16;
        header = new Vp8Header(bytes, tables);
        picture = Vp8Picture.blank(columns, rows);
        predictions = new Vp8Prediction[] {
            new Vp8Prediction(picture.luma(), picture.lumaStride()),
            new Vp8Prediction(picture.blue(), picture.colourStride()),
            new Vp8Prediction(picture.red(), picture.colourStride())
        };
        strengths = new Vp8Filter.Strength[columns * rows];
        modesAbove = new int[4 * columns];
        filledAbove = new boolean[columns][9];
    }

    RgbImage decode() throws BadImageException {
        for (int row = 0; row < rows; row++) {
            Arrays.fill(modesLeft, Vp8Prediction.DC);
            filledLeft = new boolean[9];
            for (int column = 0; column < columns; column++) {
                macroblock(column, row);
            }
        }
        if (header.isFiltered()) {
            Vp8Filter.smooth(picture, columns, strengths, header.isSimple());
        }
        return picture.toRgb(width, height);
    }

    // --- macroblocks ---

    private void macroblock(int column, int row) throws BadImageException {
        boolean isSkipped = modes(column);
        boolean isEmpty = isSkipped || !coefficients(column, header.partition(row));
        if (isSkipped) {
            skip(filledAbove[column]);
            skip(filledLeft);
            Arrays.fill(coefficients, 0);
        }
        strengths[row * columns + column] = header.strength(segment, isSmall, isSmall || !isEmpty);
        build(column, row);
    }

    /** Without coefficients, the second order's mark stays where the block has none. */
    private void skip(boolean[] filled) {
        Arrays.fill(filled, 0, isSmall ? 8 : 9, false);
    }

    /** Reads how the macroblock is predicted; whether it has no coefficients. */
    private boolean modes(int column) throws BadImageException {
        Vp8Bits bits = header.bits();
        segment = header.readSegment();
        boolean isSkipped = header.readSkip();
        isSmall = !bits.bit(145);
        if (isSmall) {
            for (int i = 0; i < 16; i++) {
                int above = 4 * column + i % 4;
                int node = 0;
                do {
                    int bit = bits.bit(tables.blockMode(modesAbove[above], modesLeft[i / 4], node / 2)) ? 1 : 0;
                    node = MODE_TREE[node + bit];
                } while (node > 0);
                smallModes[i] = -node;
                modesAbove[above] = -node;
                modesLeft[i / 4] = -node;
            }
        } else {
            lumaMode = bits.bit(156)
                    ? bits.flag() ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL
                    : bits.bit(163) ? Vp8Prediction.VERTICAL : Vp8Prediction.DC;
            Arrays.fill(modesAbove, 4 * column, 4 * column + 4, lumaMode);
            Arrays.fill(modesLeft, lumaMode);
        }
        colourMode = !bits.bit(142)
                ? Vp8Prediction.DC
                : !bits.bit(114)
                        ? Vp8Prediction.VERTICAL
                        : bits.bit(183) ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL;
        return isSkipped;
    }

    /** Reads a macroblock's coefficients; whether there are any but 0. */
    private boolean coefficients(int column, Vp8Bits bits) throws BadImageException {
        Arrays.fill(coefficients, 0);
        boolean[] above = filledAbove[column];
        Vp8Header.Steps step = header.steps(segment);
        Vp8Coefficients.BlockKind kind = Vp8Coefficients.BlockKind.LUMA;
        if (!isSmall) {
            int[] second = new int[16];
            int context = context(above[8], filledLeft[8]);
            int count = header.coefficients()
                    .read(bits, Vp8Coefficients.BlockKind.SECOND_ORDER, context, step.secondOrder(), second, 0);
            above[8] = count > 0;
            filledLeft[8] = count > 0;
            Vp8Residual.walsh(second, coefficients);
            kind = Vp8Coefficients.BlockKind.LUMA_WITHOUT_FIRST;
        }
        boolean isFilled = false;
        for (int i = 0; i < 24; i++) {
            boolean isLuma = i < 16;
            int x = isLuma ? i % 4 : 4 + (i - 16) / 4 * 2 + i % 2;
            int y = isLuma ? i / 4 : 4 + (i - 16) / 4 * 2 + i % 4 / 2;
            int count = isLuma
                    ? header.coefficients()
                            .read(bits, kind, context(above[x], filledLeft[y]), step.luma(), coefficients, 16 * i)
                    : header.coefficients()
                            .read(
                                    bits,
                                    Vp8Coefficients.BlockKind.COLOUR,
                                    context(above[x], filledLeft[y]),
                                    step.colour(),
                                    coefficients,
                                    16 * i);
            boolean isBlockFilled = count > (isLuma ? kind.first() : 0);
            above[x] = isBlockFilled;
            filledLeft[y] = isBlockFilled;
            isFilled |= count > 1 || coefficients[16 * i] != 0;
        }
        return isFilled;
    }

    private static int context(boolean above, boolean left) {
        return (above ? 1 : 0) + (left ? 1 : 0);
    }

    // --- pixels ---

    private void build(int column, int row) {
        int x = 16 * column;
        int y = 16 * row;
        if (isSmall) {
            int[] right = right(column, row);
            for (int i = 0; i < 16; i++) {
                int blockX = x + i % 4 * 4;
                int blockY = y + i / 4 * 4;
                predictions[0].small(blockX, blockY, smallModes[i], i % 4 == 3 ? right : above(blockX + 4, blockY - 1));
                Vp8Residual.add(
                        coefficients,
                        16 * i,
                        picture.luma(),
                        blockY * picture.lumaStride() + blockX,
                        picture.lumaStride());
            }
        } else {
            predictions[0].whole(x, y, 16, lumaMode);
            for (int i = 0; i < 16; i++) {
                int at = (y + i / 4 * 4) * picture.lumaStride() + x + i % 4 * 4;
                Vp8Residual.add(coefficients, 16 * i, picture.luma(), at, picture.lumaStride());
            }
        }
        for (int plane = 1; plane <= 2; plane++) {
            predictions[plane].whole(x / 2, y / 2, 8, colourMode);
            byte[] samples = plane == 1 ? picture.blue() : picture.red();
            for (int i = 0; i < 4; i++) {
                int at = (y / 2 + i / 2 * 4) * picture.colourStride() + x / 2 + i % 2 * 4;
                Vp8Residual.add(coefficients, 16 * (12 + 4 * plane + i), samples, at, picture.colourStride());
            }
        }
    }

    /**
     * Above and to the right of a macroblock, for all four of its right-hand blocks; beyond the picture, as the last
     * pixel above.
     */
    private int[] right(int column, int row) {
        int x = 16 * column + 16;
        int y = 16 * row - 1;
        if (row > 0 && column == columns - 1) {
            int last = predictions[0].pixel(x - 1, y);
            return new int[] {last, last, last, last};
        }
        return above(x, y);
    }

    private int[] above(int x, int y) {
        int[] pixels = new int[4];
        for (int i = 0; i < 4; i++) {
            pixels[i] = predictions[0].pixel(x + i, y);
        }
        return pixels;
    }
}
