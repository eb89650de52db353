package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** Which reader a file is for, by its first bytes, never by its name. */
enum CheckpointFormat {
    SAFETENSORS,
    TORCH;

    private static final int LOOKED_AT = 512;
    private static final String REMEDY = "Name a .pth or .safetensors file with a model's weights.";

    /** @throws SyrException if it is neither, and what it seems to be: empty, an HTML page, a Git LFS pointer, text */
    static CheckpointFormat of(ByteSource source) {
        byte[] head;
        try (ByteReader reader = source.open()) {
            head = new ByteRegion(source, 0, Math.min(LOOKED_AT, reader.length())).readAll(reader);
        } catch (IOException e) {
            throw ByteSource.unreadable(source, e);
        }
        if (head.length == 0) {
            throw SyrException.badData(source, "is empty.", ByteRegion.AGAIN);
        }
        if (isText(head)) {
            throw text(source, new String(head, StandardCharsets.UTF_8));
        }
        if (startsWith(head, 'P', 'K', 3, 4)
                || (head[0] & 0xFF) == 0x80
                        && head.length > 1
                        && head[1] >= 2
                        && head[1] <= 5
                        && !isSafetensors(head)) {
            return TORCH;
        }
        if (isSafetensors(head)) {
            return SAFETENSORS;
        }
        throw SyrException.badData(
                source,
                "is neither a .pth file of torch.save nor a safetensors file; it begins with "
                        + HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(8, head.length)) + ".",
                REMEDY);
    }

    /** A header length whose upper bytes are zero, then the header's brace. */
    private static boolean isSafetensors(byte[] head) {
        return head.length > 8 && head[4] == 0 && head[5] == 0 && head[6] == 0 && head[7] == 0 && head[8] == '{';
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (head[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
                return false;
            }
        }
        // bytes from 0x80 are UTF-8 text only if they decode; a pickle begins with one that doesn't
        return (head[0] & 0xC0) != 0x80;
    }

    private static SyrException text(ByteSource source, String head) {
        String start = head.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<")) {
            return SyrException.badData(
                    source,
                    "is an HTML or XML page, not a checkpoint: what was downloaded is a server's message.",
                    "Open the address in a browser to see what it says, and fetch the file itself.");
        }
        if (start.startsWith("version https://git-lfs")) {
            return SyrException.badData(
                    source,
                    "is a Git LFS pointer, not the checkpoint it stands for.",
                    "Fetch the file itself: git lfs pull.");
        }
        String line = head.lines().findFirst().orElse("");
        return SyrException.badData(
                source,
                "is a text file, not a checkpoint; it begins \"" + line.substring(0, Math.min(40, line.length()))
                        + "\".",
                REMEDY);
    }
}
