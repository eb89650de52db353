package io.github.syr.image.decode;

import java.io.IOException;

/** What a format's reader found wrong; {@link ImageDecoder} adds the file's name. */
final class BadImageException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    BadImageException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    BadImageException(String problem, String remedy, Throwable cause) {
        super(problem, cause);
        this.remedy = remedy;
    }

    /** The file ends before its image does. */
    static BadImageException truncated(String format, String where) {
        return new BadImageException(
                "the " + format + " image is truncated: the file ends " + where + ".",
                "Copy or download the file again.");
    }

    /** Bytes that are invalid in the format. */
    static BadImageException damaged(String format, String what) {
        return new BadImageException(
                "the " + format + " image is damaged: " + what + ".",
                "Copy or download the file again, or save it again as PNG.");
    }

    /** As {@link #damaged(String, String)}, as a library found it. */
    static BadImageException damaged(String format, Throwable cause) {
        return new BadImageException(
                "the " + format + " image can't be decoded: " + cause + ".",
                "Copy or download the file again, or save it again as PNG.",
                cause);
    }

    /** Complete and valid, but a kind that isn't read. */
    static BadImageException unsupported(String format, String what) {
        return new BadImageException("the " + format + " image " + what + ".", "Save it as 8-bit PNG or JPEG.");
    }

    String remedy() {
        return remedy;
    }
}
