package io.github.syr.dataset;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** SHA-256 of what was rendered, before JPEG: by them a later rendering is known to be the same. */
final class Digests {

    private final SortedMap<String, String> lines = new TreeMap<>();

    void add(Shot shot, Picture picture) {
        lines.put(shot.split() + "/" + shot.name() + ".alpha", sha256(picture.alpha()));
        lines.put(shot.split() + "/" + shot.name() + ".rgb", sha256(picture.rgb()));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** As a properties file. */
    String text() {
        StringBuilder text = new StringBuilder("# SHA-256 of the rendered bytes before encoding; written by Main\n");
        lines.forEach(
                (name, digest) -> text.append(name).append('=').append(digest).append('\n'));
        return text.toString();
    }
}
