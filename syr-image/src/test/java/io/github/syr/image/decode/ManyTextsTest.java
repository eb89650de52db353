package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.syr.image.RgbImage;
import io.github.syr.testing.Pictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PNG of 2 MB with 2,000 texts, each of which unpacks to a megabyte. */
class ManyTextsTest {

    private static final int TEXTS = 2000;

    /** After the header, which has 8 + 25 bytes. */
    private static final int AFTER_HEADER = 33;

    private static byte[] chunk(String keyword) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(Patch.latin("zTXt" + keyword + "\0\0"));
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(content)) {
            deflater.write(new byte[1 << 20]);
        }
        byte[] bytes = content.toByteArray();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return ByteBuffer.allocate(bytes.length + 8)
                .putInt(bytes.length - 4)
                .put(bytes)
                .putInt((int) crc.getValue())
                .array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Raw profile type exif", "XML:com.adobe.xmp", "Comment"})
    void areNotAllUnpacked(String keyword) throws IOException {
        byte[] plain = Pictures.bytes("png_rgb8.png");
        byte[] text = chunk(keyword);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(plain, 0, AFTER_HEADER);
        for (int i = 0; i < TEXTS; i++) {
            file.writeBytes(text);
        }
        file.writeBytes(Arrays.copyOfRange(plain, AFTER_HEADER, plain.length));
        ImageDecoder decoder = new ImageDecoder();
        RgbImage read = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> decoder.rgb(file.toByteArray()));
        assertEquals(decoder.rgb(plain).width(), read.width());
    }
}
