package io.github.syr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.mask.PngFile;
import io.github.syr.segment.Mask;
import io.github.syr.segment.Prompt;
import io.github.syr.segment.SegmentedImage;
import io.github.syr.segment.Segmenter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands, in this process. */
class CommandsTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path image;

    @BeforeEach
    void image() {
        byte[] pixels = new byte[3 * 300 * 200];
        for (int i = 0; i < 300 * 200; i++) {
            double distance = Math.hypot(i % 300 - 149.5, i / 300 - 99.5);
            boolean ring = distance < 70 && distance > 45;
            pixels[3 * i] = (byte) (ring ? 212 : 235);
            pixels[3 * i + 1] = (byte) (ring ? 160 : 235);
            pixels[3 * i + 2] = (byte) (ring ? 60 : 238);
        }
        image = folder.resolve("ring.png");
        PngFile.write(image, new RgbImage(300, 200, pixels));
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private Mask expected(Prompt prompt) {
        try (Segmenter segmenter = Segmenter.from(new ModelOptions().checkpoint());
                SegmentedImage opened = segmenter.open(image)) {
            return prompt.box().isEmpty() && prompt.points().size() == 1
                    ? opened.segmentMulti(prompt).get(0)
                    : opened.segment(prompt);
        }
    }

    @Test
    void aBoxGivesTheMaskOfTheLibrary() throws Exception {
        Path mask = folder.resolve("mask.png");
        Path cutOut = folder.resolve("cut-out.png");
        Path labelMe = folder.resolve("sub/ring.json");
        Files.createDirectories(labelMe.getParent());
        assertEquals(
                0,
                run(
                        "segment",
                        image.toString(),
                        "--box",
                        "75,25,225,175",
                        "--mask",
                        mask.toString(),
                        "--cut-out",
                        cutOut.toString(),
                        "--labelme",
                        labelMe.toString(),
                        "--label",
                        "ring"),
                err::toString);
        Mask expected = expected(Prompt.box(Box.of(75, 25, 225, 175)));
        assertArrayEquals(PngFile.bytes(expected.pixels()), Files.readAllBytes(mask));
        assertEquals(
                expected.pixels(), new ImageDecoder().alphaMask(cutOut, 128).orElseThrow());
        String json = Files.readString(labelMe);
        assertTrue(json.contains("\"imagePath\": \"../ring.png\""), json);
        assertTrue(json.contains("\"label\": \"ring\""), json);
        assertTrue(out.toString().startsWith("object 1: "), out.toString());
    }

    @Test
    void refusesAPrecisionThatIsNone() {
        assertEquals(2, run("segment", image.toString(), "--point", "150,40", "--precision", "half"));
        assertTrue(
                err.toString().contains("The precision \"half\" is unknown. Precisions are float32, bfloat16."),
                err.toString());
    }

    @Test
    void severalBoxesAreSeveralObjectsOfOneMask() {
        Path mask = folder.resolve("mask.png");
        assertEquals(
                0,
                run(
                        "segment",
                        image.toString(),
                        "--box",
                        "75,25,150,175",
                        "--box",
                        "150,25,225,175",
                        "--mask",
                        mask.toString()),
                err::toString);
        BinaryMask union = expected(Prompt.box(Box.of(75, 25, 150, 175))).pixels();
        union.bits().or(expected(Prompt.box(Box.of(150, 25, 225, 175))).pixels().bits());
        assertEquals(union, new ImageDecoder().mask(mask, 128));
        assertEquals(3, out.toString().lines().count());
    }

    @Test
    void pointsAloneAreAPrompt() {
        Path mask = folder.resolve("mask.png");
        assertEquals(
                0, run("segment", image.toString(), "--point", "150,40", "--mask", mask.toString()), err::toString);
        assertEquals(expected(Prompt.points(Prompt.foreground(150, 40))).pixels(), new ImageDecoder().mask(mask, 128));
        assertEquals(
                0,
                run(
                        "segment",
                        image.toString(),
                        "--point",
                        "150,40",
                        "--not",
                        "150,100",
                        "--mask",
                        mask.toString(),
                        "--force"),
                err::toString);
        assertEquals(
                expected(Prompt.points(Prompt.foreground(150, 40), Prompt.background(150, 100)))
                        .pixels(),
                new ImageDecoder().mask(mask, 128));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --box 1,2,3                       | --box is "1,2,3". It must be 4 numbers, separated by commas.
            --box a,b,c,d                     | --box is "a,b,c,d". It must be 4 numbers, separated by commas.
            --point 1;2                       | --point is "1;2". It must be 2 numbers, separated by commas.
            --not 1,2                         | Nothing says what to mask. Add --box X0,Y0,X1,Y1 or --point X,Y.
            --box 1,2,3,4 --box 5,6,7,8 --point 1,1 | There are 2 boxes, and points, which may be of any of them. Mask the objects one after another.
            """)
    void argumentsThatSayNothingAreRefused(String arguments, String words) {
        assertEquals(2, run(("segment ring.png " + arguments).split(" ")));
        assertEquals(words, err.toString().strip());
    }

    @Test
    void aBoxOutsideTheImageIsRefused() {
        Path mask = folder.resolve("mask.png");
        assertEquals(2, run("segment", image.toString(), "--box", "400,10,500,90", "--mask", mask.toString()));
        assertTrue(err.toString().contains("lies outside the image of 300 x 200 pixels"), err.toString());
        assertFalse(Files.exists(mask));
    }

    @Test
    void aFileIsOverwrittenByForceAlone() throws Exception {
        Path mask = Files.writeString(folder.resolve("mask.png"), "kept");
        assertEquals(2, run("segment", image.toString(), "--box", "75,25,225,175", "--mask", mask.toString()));
        assertTrue(err.toString().contains("is there already"), err.toString());
        assertEquals("kept", Files.readString(mask));
    }

    @Test
    void anImageThatIsMissingIsNamed() {
        String mask = folder.resolve("mask.png").toString();
        assertEquals(3, run("segment", folder.resolve("no.jpg").toString(), "--point", "1,2", "--mask", mask));
        assertTrue(err.toString().contains("no.jpg"), err.toString());
    }

    @Test
    void aWrongCommandGetsTheNearest() {
        assertEquals(2, run("segmnt"));
        assertTrue(err.toString().contains("Did you mean: syr segment?"), err.toString());
    }

    @Test
    void everyCommandHasAHelpAndTheVersionIsMavens() {
        for (String command : List.of("segment", "demo", "report")) {
            assertEquals(0, run(command, "--help"));
        }
        assertEquals(0, run("--version"));
        assertTrue(out.toString().contains("syr " + BuildProperties.get("version")), out.toString());
        assertFalse(BuildProperties.get("version").contains("$"));
    }

    @Test
    void aFolderThatIsNoBuildsHasNoReport() {
        assertEquals(3, run("report", folder.toString()));
        assertTrue(err.toString().contains("is no output folder of a build"), err.toString());
    }

    @Test
    void aPortOutOfRangeIsRefused() {
        assertEquals(2, run("demo", "--port", "70000"));
        assertEquals("--port is 70000. It must be 0 to 65535.", err.toString().strip());
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, pytorch-native-cpu-V-linux-x86_64.jar",
        "Linux, aarch64, pytorch-native-cpu-V-linux-aarch64.jar",
        "Mac OS X, aarch64, pytorch-native-cpu-V-osx-aarch64.jar",
        "Windows 11, amd64, pytorch-native-cpu-V-win-x86_64.jar"
    })
    void theNativesToPutBesideTheJarAreNamedByPlatform(String os, String arch, String file) {
        assertEquals(file.replace("V", BuildProperties.get("pytorch")), NativeJar.fileName(os, arch));
    }
}
