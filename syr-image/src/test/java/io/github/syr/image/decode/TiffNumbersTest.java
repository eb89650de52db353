package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.testing.Pictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offsets, counts and lengths of TIFF directories that are negative, or that overflow where they are added. */
class TiffNumbersTest {

    private static final List<Long> HOSTILE = List.of(
            -1L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE - 7,
            1L << 61,
            (1L << 61) + 1,
            1L << 32,
            1L << 31,
            (1L << 31) - 1,
            0L);

    /** Copies of a file with each of its directory's numbers replaced by each of those. */
    private static List<byte[]> hostile(byte[] tiff) {
        ByteBuffer in = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        boolean isBig = in.getShort(2) == 43;
        int directory = isBig ? (int) in.getLong(8) : in.getInt(4);
        int entries = isBig ? (int) in.getLong(directory) : in.getShort(directory);
        List<Integer> places = new ArrayList<>(List.of(isBig ? 8 : 4, directory));
        for (int i = 0; i < entries; i++) {
            int entry = directory + (isBig ? 8 + 20 * i : 2 + 12 * i);
            places.add(entry + 4);
            places.add(entry + (isBig ? 12 : 8));
        }
        List<byte[]> files = new ArrayList<>();
        for (int place : places) {
            for (long number : HOSTILE) {
                ByteBuffer file = ByteBuffer.wrap(tiff.clone()).order(ByteOrder.LITTLE_ENDIAN);
                files.add(
                        isBig
                                ? file.putLong(place, number).array()
                                : file.putInt(place, (int) number).array());
            }
        }
        return files;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiff_bigtiff.tif",
                "tiff_bigtiff_orientation6.tif",
                "tiff_strips.tif",
                "tiff_jpeg.tif",
                "tiff_tiles.tif"
            })
    void areReadOrRefusedInWords(String name) {
        int refused = 0;
        for (byte[] file : hostile(Pictures.bytes(name))) {
            try {
                new ImageDecoder().rgb(file);
            } catch (SyrException e) {
                refused++;
                assertEquals(SyrException.Kind.BAD_DATA, e.kind());
                assertFalse(
                        e.problem().matches(".*(Overflow|Negative|OutOf|Underflow|IllegalArg|Arithmetic).*"),
                        e.problem());
            }
        }
        assertTrue(refused > 50, refused + " refused");
    }

    /** A broken tag is no reason to refuse a picture. */
    @ParameterizedTest
    @ValueSource(strings = {"tiff_bigtiff_orientation6.tif", "tiff_orientation6.tif"})
    void countForNothingInAPng(String name) {
        byte[] png = Pictures.bytes("png_rgb8.png");
        for (byte[] exif : hostile(Pictures.bytes(name))) {
            byte[] file = Patch.join(
                    Arrays.copyOf(png, 33), Patch.chunk("eXIf", exif), Arrays.copyOfRange(png, 33, png.length));
            int area = new ImageDecoder().rgb(file).pixels().length;
            assertEquals(new ImageDecoder().rgb(png).pixels().length, area);
        }
    }

    @Test
    void sizesNeverOverflow() {
        assertEquals(Long.MAX_VALUE, Sizes.sum(Long.MAX_VALUE, 1));
        assertEquals(7, Sizes.sum(3, 4));
        assertEquals(Long.MAX_VALUE, Sizes.product(1L << 61, 8));
        assertEquals(Long.MAX_VALUE, Sizes.product(Long.MAX_VALUE, Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, Sizes.product(1L << 32, 1L << 31));
        assertEquals(1L << 62, Sizes.product(1L << 31, 1L << 31));
        assertEquals(0, Sizes.product(Long.MAX_VALUE, 0));
        assertThrows(ArithmeticException.class, () -> Sizes.sum(-1, 1));
        assertTrue(Sizes.isWithin(3, 4, 7));
        assertTrue(Sizes.isWithin(7, 0, 7));
        assertFalse(Sizes.isWithin(4, 4, 7));
        assertFalse(Sizes.isWithin(-1, 1, 7));
        assertFalse(Sizes.isWithin(1, -1, 7));
        assertFalse(Sizes.isWithin(4, Long.MAX_VALUE - 2, 7));
    }
}
