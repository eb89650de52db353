package io.github.syr.image.decode;

import io.github.syr.image.Size;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The strips or tiles of a TIFF image: where they are in the file. They are looked at before a reader gets them, which
 * decodes whatever each of them names, as often as it is named.
 */
final class TiffParts {

    private static final int COMPRESSION = 259;
    private static final int SAMPLES = 277;
    private static final int PLANAR = 284;
    private static final int STRIP_OFFSETS = 273;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int JPEG_TABLES = 347;
    private static final int NONE = 1;
    private static final int JPEG = 7;

    /** A part may reach over the image's edges, and a reader asks for the whole of it: enough for a small image. */
    private static final long PIXELS_OF_A_SMALL_IMAGE = 1 << 24;

    /** JPEG streams of a small image; each takes some tenths of a millisecond, however small it is. */
    private static final int MOST_SMALL_STREAMS = 4096;

    /** Pixels that further streams have on average. Tiles of 256 x 256 are usual. */
    private static final int LEAST_STREAM = 64 * 64;

    /** Bytes of JPEG streams beside those of the file: the tables are read with each of them. */
    private static final long MOST_TABLES = 64L << 20;

    private final byte[] bytes;
    private final TiffDirectory directory;
    private final Size image;
    private final boolean isTiled;
    private final long[] offsets;
    private final long[] lengths;

    TiffParts(byte[] bytes, TiffDirectory directory, Size image) {
        this.bytes = bytes;
        this.directory = directory;
        this.image = image;
        this.isTiled = directory.number(TILE_WIDTH).isPresent();
        this.offsets = directory.numbers(isTiled ? TILE_OFFSETS : STRIP_OFFSETS);
        this.lengths = directory.numbers(isTiled ? TILE_LENGTHS : STRIP_LENGTHS);
    }

    /** @throws BadImageException if one is not in the file, is too large, or they are worth more work than the image */
    void require() throws BadImageException {
        if (offsets.length == 0) {
            throw BadImageException.damaged("TIFF", "its directory doesn't say where the pixels are");
        }
        int compression = directory.number(COMPRESSION).orElse(NONE);
        // old writers leave all lengths out where they follow from the size
        if (lengths.length < offsets.length && (compression != NONE || lengths.length > 0)) {
            throw BadImageException.damaged(
                    "TIFF",
                    "its directory says where " + offsets.length + " strips or tiles are, and how long "
                            + lengths.length + " of them");
        }
        Size part = size();
        requireAll(part);
        requireInside();
        if (compression == JPEG) {
            requireApart();
            requireStreams(part);
        }
    }

    private Size size() throws BadImageException {
        int height = image.height();
        int rows = Math.min(height, directory.number(ROWS_PER_STRIP).orElse(height));
        int partWidth = isTiled ? directory.number(TILE_WIDTH).orElse(0) : image.width();
        int partHeight = isTiled ? directory.number(TILE_HEIGHT).orElse(0) : rows;
        if (partWidth < 1 || partHeight < 1 || isTiled && Sizes.product(partWidth, partHeight) > mostPixels()) {
            throw BadImageException.damaged("TIFF", "it has tiles of " + partWidth + " x " + partHeight + " pixels");
        }
        return new Size(partWidth, partHeight);
    }

    private void requireAll(Size part) throws BadImageException {
        long planes = directory.number(PLANAR).orElse(1) == 2
                ? directory.number(SAMPLES).orElse(1)
                : 1;
        long across = (image.width() + part.width() - 1L) / part.width();
        long down = (image.height() + part.height() - 1L) / part.height();
        long needed = Sizes.product(planes, Sizes.product(across, down));
        if (offsets.length < needed) {
            throw BadImageException.damaged(
                    "TIFF",
                    "its pixels lie in " + needed + " strips or tiles, and its directory says where " + offsets.length
                            + " are");
        }
    }

    /** Of all parts together. */
    private long mostPixels() {
        return Math.max(PIXELS_OF_A_SMALL_IMAGE, Sizes.product(4, Sizes.product(image.width(), image.height())));
    }

    private void requireInside() throws BadImageException {
        long total = 0;
        for (int i = 0; i < Math.min(offsets.length, lengths.length); i++) {
            directory.require(offsets[i], lengths[i]);
            total = Sizes.sum(total, lengths[i]);
            if (total > bytes.length) {
                // a few bytes that thousands of strips name would be decoded thousands of times
                throw onOneAnother();
            }
        }
    }

    private BadImageException onOneAnother() {
        return BadImageException.damaged("TIFF", "its " + offsets.length + " strips or tiles lie one over another");
    }

    private void requireApart() throws BadImageException {
        int[] order = IntStream.range(0, offsets.length)
                .boxed()
                .sorted(Comparator.comparingLong(part -> offsets[part]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 1; i < order.length; i++) {
            if (Sizes.sum(offsets[order[i - 1]], lengths[order[i - 1]]) > offsets[order[i]]) {
                throw onOneAnother();
            }
        }
    }

    private void requireStreams(Size part) throws BadImageException {
        byte[] tables = directory.bytes(JPEG_TABLES);
        long most = MOST_SMALL_STREAMS + Sizes.product(image.width(), image.height()) / LEAST_STREAM;
        if (offsets.length > most || Sizes.product(offsets.length, tables.length) > MOST_TABLES) {
            throw BadImageException.damaged(
                    "TIFF",
                    "its " + image.width() + " x " + image.height() + " pixels lie in " + offsets.length
                            + " JPEG streams, with tables of " + tables.length + " bytes for each");
        }
        long pixels = 0;
        long scanned = 0;
        for (int i = 0; i < offsets.length; i++) {
            JpegContent stream = stream(tables, (int) offsets[i], (int) lengths[i]);
            stream.requireWithin(part.width(), part.height());
            long own = Sizes.product(stream.size().width(), stream.size().height());
            pixels = Sizes.sum(pixels, own);
            scanned = Sizes.sum(scanned, Sizes.product(stream.scans(), own));
            if (pixels > mostPixels() || scanned > JpegContent.MOST_SCANNED) {
                throw BadImageException.damaged(
                        "TIFF",
                        "its JPEG streams hold more than the " + image.width() + " x " + image.height()
                                + " pixels of the image");
            }
            stream.samples(); // whole ones
        }
    }

    /** A part as a JPEG file: the tables that all share come before it, without their end and its beginning. */
    private JpegContent stream(byte[] tables, int from, int length) throws BadImageException {
        if (length < 2) {
            throw BadImageException.damaged("TIFF", "it has a strip or tile of " + length + " bytes");
        }
        if (tables.length < 4) {
            return new JpegContent(Arrays.copyOfRange(bytes, from, from + length));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(tables, 0, tables.length - 2);
        file.write(bytes, from + 2, length - 2);
        return new JpegContent(file.toByteArray());
    }
}
