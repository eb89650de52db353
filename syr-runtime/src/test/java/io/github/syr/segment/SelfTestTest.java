package io.github.syr.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.adapter.SelfTestPicture;
import io.github.syr.checkpoint.Precision;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter with the self-test beside it, and what goes wrong. */
class SelfTestTest {

    private static final Path BASE = ReferenceFiles.file("mini_sam.pth");

    @TempDir
    private Path folder;

    private Path adapter;

    @BeforeEach
    void writeAdapter() {
        adapter = folder.resolve("adapter.safetensors");
        AdapterFile.write(
                adapter, AdapterFile.read(ReferenceFiles.file("mini_lora_rank3.safetensors")), Sha256.of(BASE));
    }

    private Segmenter segmenter(Path of) {
        return Segmenter.builder().checkpoint(BASE).decoderHeads(2).adapter(of).build();
    }

    private SelfTestFile expected() {
        try (Segmenter segmenter = segmenter(adapter)) {
            Mask mask = segmenter
                    .open(SelfTestPicture.drawn().pixels())
                    .segment(SelfTestPicture.drawn().box());
            return SelfTestFile.of(Sha256.of(adapter), mask.lowResLogits(), mask.pixels(), SelfTestPicture.drawn());
        }
    }

    private Path file() {
        return adapter.resolveSibling("selftest.safetensors");
    }

    private String failure(SelfTestFile expected) {
        expected.write(file());
        try (Segmenter segmenter = segmenter(adapter)) {
            return assertThrows(SyrException.class, segmenter::selfTest).getMessage();
        }
    }

    /** What is packaged with an adapter holds for this picture alone. */
    @Test
    void drawsThePictureAsItAlwaysWas() {
        RgbImage picture = SelfTestPicture.drawn().pixels();
        assertEquals(192, picture.width());
        assertEquals(144, picture.height());
        assertEquals("58a48d96ff98d78b485e7a12b7ef50a3805c3f87cd8c14e86631858c5c5c51d9", Sha256.of(picture.pixels()));
    }

    @Test
    void passesBesideTheAdapterAndInItsJar() throws Exception {
        SelfTestFile expected = expected();
        expected.write(file());
        assertEquals(expected, SelfTestFile.read(ByteSource.of(file())));
        assertTrue(expected.largestLogit() > 0);
        Path jar = folder.resolve("rings.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : new Path[] {adapter, file()}) {
                zip.putNextEntry(new ZipEntry("META-INF/syr/com.example/rings/" + file.getFileName()));
                zip.write(Files.readAllBytes(file));
            }
        }
        for (Path of : new Path[] {adapter, jar}) {
            try (Segmenter segmenter = segmenter(of)) {
                SelfTest result = segmenter.selfTest();
                assertTrue(result.largestDifference() <= 1e-5 * result.largestLogit(), result.inWords());
                assertEquals(1, result.dice());
                assertEquals(expected.largestLogit(), result.largestLogit());
            }
        }
    }

    /** What the build found is of float32: differences of hundredths are bfloat16's own, greater ones are not. */
    @Test
    void toleratesMoreInBfloat16() {
        float[] logits = new float[16];
        logits[0] = 1;
        SelfTestFile expected = SelfTestFile.of("", logits.clone(), new BinaryMask(192, 144), SelfTestPicture.drawn());
        logits[0] = 1.05f;
        assertThrows(SyrException.class, () -> compared(expected, logits, Precision.FLOAT32));
        assertEquals(0.05, compared(expected, logits, Precision.BFLOAT16).largestDifference(), 1e-6);
        logits[0] = 1.2f;
        assertThrows(SyrException.class, () -> compared(expected, logits, Precision.BFLOAT16));
    }

    private static SelfTest compared(SelfTestFile expected, float[] logits, Precision precision) {
        return SelfTest.compared(expected, logits, expected.mask(), "", precision);
    }

    @Test
    void saysWhereThereIsNone() {
        try (Segmenter segmenter = segmenter(adapter)) {
            assertEquals(
                    "There is no self-test: selftest.safetensors is not beside the adapter. Package the adapter again"
                            + " with this version of SYR (mvn syr:evaluate syr:package); an unadapted model has none.",
                    assertThrows(SyrException.class, segmenter::selfTest).getMessage());
        }
    }

    /** It is in the file, so that no other one is looked for. */
    @Test
    void takesThePictureOfTheBuild() {
        byte[] pixels = new byte[3 * 500 * 300];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 7 * 31);
        }
        SelfTestPicture picture = SelfTestPicture.of(new RgbImage(500, 300, pixels));
        assertEquals(256, picture.pixels().width());
        assertEquals(154, picture.pixels().height());
        assertEquals(Box.of(0, 0, 256, 154), picture.box());
        SelfTestFile expected;
        try (Segmenter segmenter = segmenter(adapter)) {
            Mask mask = segmenter.open(picture.pixels()).segment(picture.box());
            expected = SelfTestFile.of(Sha256.of(adapter), mask.lowResLogits(), mask.pixels(), picture);
        }
        expected.write(file());
        SelfTestFile read = SelfTestFile.read(ByteSource.of(file()));
        assertEquals(expected, read);
        assertArrayEquals(picture.pixels().pixels(), read.picture().pixels().pixels());
        try (Segmenter segmenter = segmenter(adapter)) {
            assertEquals(0, segmenter.selfTest().largestDifference(), 1e-4);
        }
    }

    @Test
    void refusesAPictureThatIsNotTheOneItSays() throws IOException {
        SelfTestFile expected = expected();
        byte[] black = new byte[3 * 20 * 10];
        SelfTestFile.of("", new float[16], new BinaryMask(20, 10), SelfTestPicture.of(new RgbImage(20, 10, black)))
                .write(file());
        // the pixels lie at the end of the file: one becomes 1/256 of blue
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length - 1] = 0x3f;
        bytes[bytes.length - 2] = (byte) 0x80;
        Files.write(file(), bytes);
        String message = assertThrows(SyrException.class, () -> SelfTestFile.read(ByteSource.of(file())))
                .getMessage();
        assertTrue(
                message.contains("it is of the picture ") && message.contains(", and the picture in it is "), message);
        assertEquals(SelfTestPicture.drawn().sha256(), expected.picture().sha256());
    }

    @Test
    void failsWhereALogitIsAnother() {
        SelfTestFile expected = expected();
        float[] logits = expected.logits().clone();
        logits[17] += 0.01f * (float) expected.largestLogit();
        String message = failure(new SelfTestFile(
                expected.adapterSha256(), expected.side(), logits, expected.mask(), expected.picture()));
        assertTrue(message.startsWith(file() + ": the self-test failed: logits differ by at most "), message);
        assertTrue(message.contains(", Dice of the masks 1.0000; a difference of at most "), message);
        assertTrue(message.contains("Look whether PyTorch's native library, the base checkpoint"), message);
    }

    @Test
    void failsWhereTheMaskIsAnother() {
        SelfTestFile expected = expected();
        BitSet bits = (BitSet) expected.mask().bits().clone();
        bits.flip(2000, 4000);
        String message = failure(new SelfTestFile(
                expected.adapterSha256(),
                expected.side(),
                expected.logits(),
                new BinaryMask(192, 144, bits),
                expected.picture()));
        assertTrue(message.contains("Dice of the masks 0."), message);
    }

    /** A model that gives no numbers at all does not pass. */
    @Test
    void failsWhereALogitIsNoNumber() {
        SelfTestFile expected = expected();
        float[] lowRes = new float[expected.side() * expected.side()];
        lowRes[0] = Float.NaN;
        assertEquals(Double.POSITIVE_INFINITY, expected.largestDifference(lowRes));
        assertEquals(Double.POSITIVE_INFINITY, expected.largestDifference(new float[4]));
    }

    /** At an edge float32's rounding moves a pixel, which is much of a small mask. */
    @Test
    void toleratesAFewPixelsOfASmallMask() {
        SelfTestFile all = expected();
        BinaryMask four = new BinaryMask(192, 144);
        four.set(50, 50, true);
        four.set(51, 50, true);
        BinaryMask five = new BinaryMask(192, 144);
        five.set(50, 50, true);
        SelfTestFile expected = SelfTestFile.of("", new float[all.side() * all.side()], four, SelfTestPicture.drawn());
        assertEquals(
                2 / 3.0,
                SelfTest.compared(expected, new float[all.side() * all.side()], five, "", Precision.FLOAT32)
                        .dice(),
                1e-9);
    }

    @Test
    void refusesADamagedFile() throws Exception {
        expected().write(file());
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(bytes, bytes.length - 8));
        try (Segmenter segmenter = segmenter(adapter)) {
            String message =
                    assertThrows(SyrException.class, segmenter::selfTest).getMessage();
            assertTrue(message.startsWith(file() + ": "), message);
        }
    }
}
