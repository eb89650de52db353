package io.github.syr.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Size;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Request.Crowd;
import io.github.syr.message.Request.MaskObjects;
import io.github.syr.message.Request.MaskRules;
import io.github.syr.message.Request.PolygonHoles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.IndexColorModel;
import java.awt.image.Kernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskFileReaderTest {

    private static final int WIDTH = 120;
    private static final int HEIGHT = 90;

    @TempDir
    private Path folder;

    private List<BinaryMask> read(BufferedImage image, String format, MaskRules rules) {
        try {
            Path file = folder.resolve("mask." + format);
            assertTrue(ImageIO.write(image, format, file.toFile()), format);
            return new MaskFileReader(new ImageDecoder(), rules)
                    .read(file, new Size(image.getWidth(), image.getHeight()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private BinaryMask read(BufferedImage image, String format) {
        return read(image, format, MaskRules.DEFAULT).get(0);
    }

    private String refusal(BufferedImage image, String format) {
        return assertThrows(SyrException.class, () -> read(image, format)).problem();
    }

    private static MaskRules rules(MaskObjects objects, Integer... values) {
        return new MaskRules(PolygonHoles.UNION, Crowd.INCLUDE, 128, List.of(values), objects);
    }

    /** Columns from left to right, a value for each. */
    private static BufferedImage columns(int type, IntUnaryOperator value) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        fill(image, value);
        return image;
    }

    private static void fill(BufferedImage image, IntUnaryOperator value) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.getRaster().setSample(x, y, 0, value.applyAsInt(x));
            }
        }
    }

    /** A palette image with these colours. */
    private static BufferedImage palette(IntUnaryOperator index, Color... colours) {
        int[] palette = Arrays.stream(colours).mapToInt(Color::getRGB).toArray();
        IndexColorModel model = new IndexColorModel(8, palette.length, palette, 0, false, -1, 0);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, model);
        fill(image, index);
        return image;
    }

    /** An ellipse with soft edges. */
    private static BufferedImage ellipse(Color colour) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(colour);
        graphics.fill(new Ellipse2D.Double(20.3, 15.6, 70, 60));
        graphics.dispose();
        return image;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp"})
    void takesSoftEdgesAndCompressionNoiseForNoValues(String format) {
        int area = read(ellipse(Color.WHITE), format).area();
        assertEquals(Math.PI * 35 * 30, area, 40);
    }

    @Test
    void takesAWideGradientForAnEdge() {
        float[] weights = new float[21 * 21];
        Arrays.fill(weights, 1f / weights.length);
        BufferedImage blurred = new ConvolveOp(new Kernel(21, 21, weights), ConvolveOp.EDGE_ZERO_FILL, null)
                .filter(ellipse(Color.WHITE), null);
        assertEquals(Math.PI * 35 * 30, read(blurred, "png").area(), 250);
        assertEquals(
                64 * HEIGHT,
                read(columns(BufferedImage.TYPE_BYTE_GRAY, x -> Math.min(255, 2 * x + 18)), "png")
                                .area()
                        - HEIGHT);
    }

    @Test
    void takesAnEdgeThatLiesOnHalfAPixelForAnEdge() {
        BufferedImage mask = columns(BufferedImage.TYPE_BYTE_GRAY, x -> x < 40 ? 0 : x == 40 ? 127 : 255);
        assertEquals(79 * HEIGHT, read(mask, "png").area());
    }

    @Test
    void takesAGroundThatIsNotBlackForOne() {
        assertEquals(
                40 * HEIGHT,
                read(columns(BufferedImage.TYPE_BYTE_GRAY, x -> x < 80 ? 30 : 200), "png")
                        .area());
    }

    @Test
    void readsAPaletteOfGreysByItsColours() {
        // as programs write it that number colours in the order in which they meet them
        assertEquals(
                40 * HEIGHT,
                read(palette(x -> x < 40 ? 0 : 1, Color.WHITE, Color.BLACK), "png")
                        .area());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tif"})
    void readsAPaletteOfColoursByItsIndices(String format) {
        Color dark = new Color(128, 0, 0);
        assertEquals(
                80 * HEIGHT,
                read(palette(x -> x < 40 ? 0 : 1, Color.BLACK, dark), format).area());
        BufferedImage three = palette(x -> x / 40, Color.BLACK, dark, Color.GREEN);
        assertTrue(
                refusal(three, format).endsWith("0 (3600 pixels), 1 (3600 pixels), 2 (3600 pixels)."),
                refusal(three, format));
        assertEquals(
                List.of(40 * HEIGHT, 40 * HEIGHT),
                read(three, format, rules(MaskObjects.VALUES)).stream()
                        .map(BinaryMask::area)
                        .toList());
        assertEquals(
                40 * HEIGHT,
                read(three, format, rules(MaskObjects.ONE, 2)).get(0).area());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tif"})
    void readsSixteenBits(String format) {
        assertEquals(
                40 * HEIGHT,
                read(columns(BufferedImage.TYPE_USHORT_GRAY, x -> x < 80 ? 0 : 65535), format)
                        .area());
        BufferedImage labels = columns(BufferedImage.TYPE_USHORT_GRAY, x -> x < 80 ? 0 : 1000 + x / 100);
        assertTrue(
                refusal(labels, format).endsWith("0 (7200 pixels), 1000 (1800 pixels), 1001 (1800 pixels)."),
                refusal(labels, format));
        assertEquals(
                20 * HEIGHT,
                read(labels, format, rules(MaskObjects.ONE, 1001)).get(0).area());
    }

    @Test
    void saysWhichValuesAnEmptyMaskHas() {
        assertEquals(
                folder.resolve("mask.png")
                        + ": the mask is empty: its values are 0 (7200 pixels), 1 (3600 pixels), but a"
                        + " pixel belongs from the grey level 128 on.",
                refusal(columns(BufferedImage.TYPE_BYTE_GRAY, x -> x < 80 ? 0 : 1), "png"));
    }
}
