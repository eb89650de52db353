package io.github.syr.image.decode;

import io.github.syr.image.GreyImage;
import io.github.syr.image.MaskSamples;
import io.github.syr.image.MaskSamples.Kind;
import io.github.syr.image.RgbImage;
import java.util.Optional;

/** Decides which numbers of an image make a mask. */
final class MaskReading {

    /** By how much the bands of a grey pixel may differ: lossy formats tint edges. */
    private static final int LOSSY_TINT = 48;

    private static final int TINT = 16;

    private MaskReading() {}

    /** @param upright the decoded image */
    static MaskSamples of(ImageContent content, DecodedImage upright) throws BadImageException {
        RgbImage rgb = upright.rgb();
        boolean isLossy = content instanceof JpegContent || content instanceof WebpContent;
        boolean isGrey = isGrey(rgb, isLossy ? LOSSY_TINT : TINT);
        Optional<StoredNumbers> stored = content.numbers();
        if (stored.isPresent() && !(stored.get().isIndex() && isGrey)) {
            int[] numbers = content.orientation().apply(stored.get().numbers(), content.size());
            return new MaskSamples(
                    rgb.width(), rgb.height(), numbers, stored.get().isIndex() ? Kind.INDEX : Kind.GREY_16);
        }
        if (varies(upright.alpha())) {
            return samples(rgb, upright.alpha(), Kind.ALPHA);
        }
        if (isGrey) {
            return samples(rgb, GreyImage.of(rgb).pixels(), Kind.GREY);
        }
        byte[] pixels = rgb.pixels();
        int[] colours = new int[pixels.length / 3];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (pixels[3 * i] & 0xFF) << 16 | (pixels[3 * i + 1] & 0xFF) << 8 | pixels[3 * i + 2] & 0xFF;
        }
        return new MaskSamples(rgb.width(), rgb.height(), colours, Kind.COLOUR);
    }

    private static MaskSamples samples(RgbImage image, byte[] bytes, Kind kind) {
        int[] samples = new int[bytes.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = bytes[i] & 0xFF;
        }
        return new MaskSamples(image.width(), image.height(), samples, kind);
    }

    private static boolean isGrey(RgbImage image, int tint) {
        byte[] pixels = image.pixels();
        for (int i = 0; i < pixels.length; i += 3) {
            int red = pixels[i] & 0xFF;
            int green = pixels[i + 1] & 0xFF;
            int blue = pixels[i + 2] & 0xFF;
            if (Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) > tint) {
                return false;
            }
        }
        return true;
    }

    private static boolean varies(byte[] alpha) {
        for (byte value : alpha) {
            if (value != alpha[0]) {
                return true;
            }
        }
        return false;
    }
}
