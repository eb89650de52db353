package io.github.syr.annotation;

import io.github.syr.image.BinaryMask;
import io.github.syr.io.Sha256;
import java.security.MessageDigest;

/** What {@code dataset.json} knows a mask by: its pixels, for a PNG's bytes depend on the JDK's zlib. */
public final class MaskDigest {

    private MaskDigest() {}

    /** SHA-256 of one byte per pixel, 0 or 255, row by row. */
    public static String of(BinaryMask mask) {
        MessageDigest digest = Sha256.digest();
        byte[] row = new byte[mask.width()];
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = (byte) (mask.get(x, y) ? 255 : 0);
            }
            digest.update(row);
        }
        return Sha256.hex(digest);
    }
}
