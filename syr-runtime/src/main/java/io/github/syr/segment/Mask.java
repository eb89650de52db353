package io.github.syr.segment;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.CutOut;
import io.github.syr.image.Polygon;
import io.github.syr.image.Rle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/**
 * A mask of an image: which of its pixels are the object's. Immutable; lives on when its image is closed, but for
 * {@link #logits()}.
 */
public final class Mask {

    private final SegmentedImage image;
    private final BinaryMask pixels;
    private final float predictedIou;
    private final float[] lowResLogits;

    Mask(SegmentedImage image, BinaryMask pixels, float predictedIou, float[] lowResLogits) {
        this.image = image;
        this.pixels = pixels;
        this.predictedIou = predictedIou;
        this.lowResLogits = lowResLogits;
    }

    /** In pixels of the upright image. */
    public int width() {
        return pixels.width();
    }

    /** In pixels of the upright image. */
    public int height() {
        return pixels.height();
    }

    /** Whether a pixel is the object's: its logit is above 0. */
    public boolean contains(int x, int y) {
        return x >= 0 && y >= 0 && x < width() && y < height() && pixels.get(x, y);
    }

    /** The smallest box around the object, x1 = last column + 1; none where no pixel is the object's. */
    public Optional<Box> box() {
        return pixels.box();
    }

    /**
     * The object's outlines along the edges of pixels: its connected parts with their holes, as SVG or GeoJSON have
     * them; filled by the even-odd rule they give exactly this mask.
     */
    public List<Polygon> polygons() {
        return pixels.polygons();
    }

    /** The mask in COCO's run-length encoding; {@link Rle#toJson()} is what its files have. */
    public Rle toRle() {
        return Rle.of(pixels);
    }

    /** The mask as bits; not to be changed. */
    public BinaryMask pixels() {
        return pixels;
    }

    /**
     * What the model thinks of its mask, an IoU of about 0 to 1. An adapter moves masks, not this number: it is not
     * calibrated.
     */
    public double predictedIou() {
        return predictedIou;
    }

    /** The model's own output, 4G x 4G numbers (256 x 256 for ViT-B), for {@link Prompt#refining}. */
    public float[] lowResLogits() {
        return lowResLogits.clone();
    }

    /**
     * The logits at the image's size, height x width, row by row; above 0 is the object's.
     *
     * @throws IllegalStateException if the segmenter is closed
     */
    public float[] logits() {
        return image.logits(lowResLogits);
    }

    /** 8-bit grey: 255 where the object is, 0 elsewhere. */
    public BufferedImage toImage() {
        BufferedImage grey = new BufferedImage(width(), height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] to = ((java.awt.image.DataBufferByte) grey.getRaster().getDataBuffer()).getData();
        for (int i = pixels.bits().nextSetBit(0); i >= 0; i = pixels.bits().nextSetBit(i + 1)) {
            to[i] = (byte) 255;
        }
        return grey;
    }

    /** The object's pixels, the rest transparent: {@code TYPE_INT_ARGB} of the image's size. */
    public BufferedImage cutOut() {
        return CutOut.of(image.image(), pixels);
    }
}
