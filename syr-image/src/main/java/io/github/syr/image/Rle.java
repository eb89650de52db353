package io.github.syr.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A mask in COCO's run-length encoding: columns from left to right, each from the top; runs alternate, the first one is
 * outside and may be of 0 pixels.
 *
 * @param size of the image, pixels
 * @param counts lengths of the runs; they add up to the pixels of the image
 */
public record Rle(Size size, List<Integer> counts) {

    private static final int BITS_PER_CHARACTER = 5;

    /** @throws IllegalArgumentException if a run is negative, or the runs do not add up to the image's pixels */
    public Rle {
        counts = List.copyOf(counts);
        long total = 0;
        for (int count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("a run of " + count + " pixels is not possible");
            }
            total += count;
        }
        if (total != (long) size.width() * size.height()) {
            throw new IllegalArgumentException("the runs add up to " + total + " pixels, and the image has "
                    + (long) size.width() * size.height());
        }
    }

    /** The encoding of a mask. */
    public static Rle of(BinaryMask mask) {
        List<Integer> counts = new ArrayList<>();
        boolean inside = false;
        int run = 0;
        for (int x = 0; x < mask.width(); x++) {
            for (int y = 0; y < mask.height(); y++) {
                if (mask.get(x, y) != inside) {
                    counts.add(run);
                    run = 0;
                    inside = !inside;
                }
                run++;
            }
        }
        counts.add(run);
        return new Rle(Size.of(mask), counts);
    }

    /** Whether no pixel is inside. */
    public boolean isEmpty() {
        for (int i = 1; i < counts.size(); i += 2) {
            if (counts.get(i) > 0) {
                return false;
            }
        }
        return true;
    }

    /** The mask that is encoded. */
    public BinaryMask mask() {
        BinaryMask mask = new BinaryMask(size.width(), size.height());
        int at = 0;
        boolean inside = false;
        for (int count : counts) {
            if (inside) {
                for (int i = at; i < at + count; i++) {
                    mask.set(i / size.height(), i % size.height(), true);
                }
            }
            at += count;
            inside = !inside;
        }
        return mask;
    }

    /**
     * The runs as pycocotools writes them ({@code rleToString} of cocoapi's maskApi.c): 5 bits a character from '0'
     * with a sixth that says that more follow, signed; from the fourth run on the difference to the last run but one.
     */
    public String compressed() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.size(); i++) {
            long value = i > 2 ? (long) counts.get(i) - counts.get(i - 2) : counts.get(i);
            boolean more;
            do {
                int bits = (int) (value & 31);
                value >>= BITS_PER_CHARACTER;
                more = (bits & 16) != 0 ? value != -1 : value != 0;
                text.append((char) ('0' + (more ? bits | 32 : bits)));
            } while (more);
        }
        return text.toString();
    }

    /** As COCO's files have it: {@code {"size":[height,width],"counts":"…"}}. */
    public String toJson() {
        return "{\"size\":[" + size.height() + "," + size.width() + "],\"counts\":\""
                + compressed().replace("\\", "\\\\") + "\"}";
    }
}
