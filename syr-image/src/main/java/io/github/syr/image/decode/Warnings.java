package io.github.syr.image.decode;

import java.util.List;
import java.util.regex.Pattern;

/** What decoders only warn of. Much of it is harmless; some means that part of the picture is missing. */
final class Warnings {

    /**
     * libjpeg's for a picture left partly grey or wrong. Profiles, odd tags and stray bytes before a marker cost no
     * pixel.
     */
    private static final Pattern HARMFUL =
            Pattern.compile("Corrupt JPEG data: (?!\\d+ extraneous bytes)|[Pp]remature end|Inconsistent progression");

    private Warnings() {}

    /** @throws BadImageException if a warning says that pixels are lost */
    static void requireHarmless(List<String> warnings, ImageFormat format) throws BadImageException {
        for (String warning : warnings) {
            if (HARMFUL.matcher(warning).find()) {
                throw BadImageException.damaged(format.label(), "the decoder says \"" + warning + "\"");
            }
        }
    }
}
