package io.github.syr.demo.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.syr.demo.DemoRequest;
import io.github.syr.demo.TinyDemo;
import io.github.syr.error.SyrException;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.RgbImage;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.mask.PngFile;
import io.github.syr.segment.Mask;
import io.github.syr.segment.Segmenter;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server answers, to the page and to everybody else. */
class DemoServerTest {

    private static final double[] BOX = {75, 25, 225, 175};

    @TempDir
    private static Path folder;

    private static DemoServer server;
    private static HttpPage page;

    @BeforeAll
    static void start() {
        server = DemoServer.start(TinyDemo.request(folder, Optional.empty()), new Messages.Limits(3, 1_000_000));
        page = new HttpPage(server.url());
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static void remove(String id) {
        assertEquals(200, page.send("DELETE", "api/images/" + id, new byte[0]).statusCode());
    }

    @Test
    void aMaskIsThatOfTheLibraryPixelByPixel() {
        String id = page.upload("ring.png", TinyDemo.ring());
        assertEquals("ready", page.encoded(id, "baseline").get("state").getAsString());
        HttpResponse<byte[]> file =
                page.post("api/images/" + id + "/export", HttpPage.boxes("baseline", ",\"kind\":\"mask\"", BOX));
        assertEquals(
                "attachment; filename*=UTF-8''ring-mask.png",
                file.headers().firstValue("Content-Disposition").orElseThrow());
        try (Segmenter segmenter = Segmenter.builder()
                .checkpoint(Path.of(TinyDemo.checkpoint().path()))
                .threads(1)
                .build()) {
            Mask mask = segmenter.open(TinyDemo.ring()).segment(Box.of(75, 25, 225, 175));
            assertArrayEquals(PngFile.bytes(mask.pixels()), file.body());
            JsonObject shown = HttpPage.json(
                            page.post("api/images/" + id + "/masks", HttpPage.boxes("baseline", "", BOX)))
                    .getAsJsonArray("masks")
                    .get(0)
                    .getAsJsonObject();
            assertEquals(SvgPath.of(mask.polygons()), shown.get("path").getAsString());
            assertEquals(mask.predictedIou(), shown.get("predictedIou").getAsDouble(), 1e-9);
        }
        remove(id);
    }

    @Test
    void aCutOutOfTwoObjectsHasThePixelsOfBoth() throws Exception {
        String id = page.upload("my%20ring.png", TinyDemo.ring());
        page.encoded(id, "baseline");
        double[] left = {75, 25, 150, 175};
        double[] right = {150, 25, 225, 175};
        BinaryMask union = new BinaryMask(300, 200);
        for (double[] box : List.of(left, right)) {
            byte[] mask = page.post(
                            "api/images/" + id + "/export", HttpPage.boxes("baseline", ",\"kind\":\"mask\"", box))
                    .body();
            Path file = Files.write(folder.resolve("mask.png"), mask);
            union.bits().or(new ImageDecoder().mask(file, 128).bits());
        }
        HttpResponse<byte[]> answer = page.post(
                "api/images/" + id + "/export", HttpPage.boxes("baseline", ",\"kind\":\"cut-out\"", left, right));
        assertEquals(
                "attachment; filename*=UTF-8''my%20ring-cut-out.png",
                answer.headers().firstValue("Content-Disposition").orElseThrow());
        Path file = Files.write(folder.resolve("cut-out.png"), answer.body());
        assertEquals(
                union.bits(),
                new ImageDecoder().alphaMask(file, 128).orElseThrow().bits());
        remove(id);
    }

    @Test
    void cornersMayBeInAnyOrder() {
        String id = page.upload("ring.png", TinyDemo.ring());
        page.encoded(id, "baseline");
        String path = "api/images/" + id + "/masks";
        JsonObject forward = HttpPage.json(page.post(path, HttpPage.boxes("baseline", "", BOX)));
        double[] reversed = {225, 175, 75, 25};
        JsonObject backward = HttpPage.json(page.post(path, HttpPage.boxes("baseline", "", reversed)));
        assertEquals(forward.get("masks"), backward.get("masks"));
        remove(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"box":[5,5,5,5],"points":[],"label":""}                        | the two corners of the box are on one point or one line
            {"box":[400,300,500,400],"points":[],"label":""}                | lies outside the image of 300 x 200 pixels
            {"box":[1,2,3],"points":[],"label":""}                          | a box has 4 numbers, not 3
            {"box":null,"points":[],"label":""}                             | a prompt has a point or a box at least
            """)
    void aPromptThatCantBeIsRefusedInWords(String object, String words) {
        String id = page.upload("ring.png", TinyDemo.ring());
        page.encoded(id, "baseline");
        HttpResponse<byte[]> answer =
                page.post("api/images/" + id + "/masks", "{\"model\":\"baseline\",\"objects\":[" + object + "]}");
        assertEquals(422, answer.statusCode());
        assertTrue(HttpPage.error(answer).contains(words), HttpPage.error(answer));
        remove(id);
    }

    @Test
    void masksOfAnImageThatIsNotEncodedAreAConflict() {
        String id = page.upload("ring.png", TinyDemo.ring());
        assertEquals(
                "409 The image is not encoded by this model.",
                HttpPage.error(page.post("api/images/" + id + "/masks", HttpPage.boxes("baseline", "", BOX))));
        remove(id);
    }

    @Test
    void whatIsNoImageIsRefusedByItsName() {
        HttpResponse<byte[]> answer =
                page.send("POST", "api/images?name=C:%5Cshots%5Cnotes.jpg", "some text".getBytes());
        String error = HttpPage.error(answer);
        assertTrue(error.startsWith("422 notes.jpg: "), error);
        assertFalse(error.contains("syr-demo"), "no path of the copy: " + error);
        assertEquals(
                0, HttpPage.json(page.get("api/state")).getAsJsonArray("images").size());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "20000, 3", "2, 20000", "640, 480"})
    void aWhiteImageOfAnySizeCanBeSegmented(int width, int height) {
        byte[] white = new byte[3 * width * height];
        Arrays.fill(white, (byte) 255);
        String id = page.upload("white.png", PngFile.bytes(new RgbImage(width, height, white)));
        assertEquals("ready", page.encoded(id, "baseline").get("state").getAsString());
        double[] all = {0, 0, width, height};
        assertEquals(
                200,
                page.post("api/images/" + id + "/masks", HttpPage.boxes("baseline", "", all))
                        .statusCode());
        byte[] shown = page.get("api/images/" + id + "/picture").body();
        RgbImage picture = new ImageDecoder().rgb(shown);
        assertEquals(width + " x " + height, picture.width() + " x " + picture.height());
        remove(id);
    }

    @Test
    void anImageOfTooManyPixelsIsRefusedByItsHeader() {
        // a PNG's header that claims 20,000 x 20,000 pixels
        byte[] png = PngFile.bytes(new RgbImage(1, 1, new byte[3]));
        ByteBuffer.wrap(png).putInt(16, 20_000).putInt(20, 20_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        String error = HttpPage.error(page.send("POST", "api/images?name=large.png", png));
        assertTrue(error.startsWith("422 large.png: ") && error.contains("20000 x 20000"), error);
    }

    @Test
    void severalAtOnceAreAllAnswered() throws Exception {
        var threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String name = "ring-" + i + ".png";
                answers.add(threads.submit(() -> {
                    String id = page.upload(name, TinyDemo.ring());
                    page.encoded(id, "baseline");
                    String shapes = HttpPage.json(
                                    page.post("api/images/" + id + "/masks", HttpPage.boxes("baseline", "", BOX)))
                            .get("masks")
                            .toString();
                    remove(id);
                    return shapes;
                }));
            }
            assertEquals(answers.get(0).get(), answers.get(1).get());
            assertEquals(answers.get(0).get(), answers.get(2).get());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aPageThatIsClosedWhileItsImageIsEncodedHarmsNobody() throws Exception {
        String id = page.upload("ring.png", TinyDemo.ring());
        String body = "{\"model\":\"baseline\"}";
        try (Socket socket = new Socket("127.0.0.1", page.root().getPort())) {
            socket.getOutputStream()
                    .write(("POST " + page.root().getPath() + "api/images/" + id + "/encoding HTTP/1.1\r\nHost: "
                                    + page.root().getAuthority() + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body)
                            .getBytes());
        }
        assertEquals("ready", page.encoded(id, "baseline").get("state").getAsString());
        remove(id);
    }

    @Test
    void asManyImagesAsItHoldsAreTaken() {
        List<String> ids = Stream.of("a.png", "b.png", "c.png")
                .map(name -> page.upload(name, TinyDemo.ring()))
                .toList();
        assertEquals(
                "422 There are 3 images already, as many as the demo holds. Remove some.",
                HttpPage.error(page.send("POST", "api/images?name=d.png", TinyDemo.ring())));
        ids.forEach(DemoServerTest::remove);
        remove(page.upload("d.png", TinyDemo.ring()));
    }

    @Test
    void aLargeUploadIsRefusedByItsLengthBeforeItIsRead() {
        String answer = page.raw("POST " + page.root().getPath() + "api/images?name=a.jpg HTTP/1.1\r\nHost: "
                + page.root().getAuthority() + "\r\nContent-Length: 2000000000\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("2,000,000,000 bytes are too many; the demo takes files up to 1 MB."), answer);
    }

    @Test
    void anUploadWithoutALengthIsRefused() {
        String answer = page.raw("POST " + page.root().getPath() + "api/images?name=a.jpg HTTP/1.1\r\nHost: "
                + page.root().getAuthority() + "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 411 "), answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            evil.example:PORT     |                        | /TOKEN/api/state  | answers 127.0.0.1 and localhost alone
            127.0.0.1             |                        | /TOKEN/api/state  | answers 127.0.0.1 and localhost alone
            127.0.0.1:PORT        | http://evil.example    | /TOKEN/api/state  | answers its own page alone
            127.0.0.1:PORT        | http://localhost:PORT  | /TOKEN/api/state  | answers its own page alone
            127.0.0.1:PORT        | null                   | /TOKEN/api/state  | answers its own page alone
            127.0.0.1:PORT        |                        | /                 | This is not the demo's address
            127.0.0.1:PORT        |                        | /wrong/api/state  | This is not the demo's address
            127.0.0.1:PORT        |                        | /TOKENx/api/state | This is not the demo's address
            127.0.0.1:PORT        |                        | /favicon.ico      | This is not the demo's address
            """)
    void othersAreRefused(String host, String origin, String path, String words) {
        String token = page.root().getPath().replace("/", "");
        String port = Integer.toString(page.root().getPort());
        String answer = page.raw(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n"
                        + (origin == null ? "" : "Origin: " + origin + "\r\n") + "\r\n")
                .replace("TOKEN", token)
                .replace("PORT", port));
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertTrue(answer.contains(words), answer);
        assertFalse(answer.contains(token), "the token is not told");
    }

    @Test
    void itsOwnPageIsAnsweredByEitherName() {
        for (String host : List.of("127.0.0.1", "localhost")) {
            String own = host + ":" + page.root().getPort();
            String answer = page.raw("GET " + page.root().getPath() + "api/state HTTP/1.1\r\nHost: " + own
                    + "\r\nOrigin: http://" + own + "\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void nothingIsLoadedFromElsewhereAndNothingIsKept() {
        HttpResponse<byte[]> answer = page.get("");
        String policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals(
                "no-referrer", answer.headers().firstValue("Referrer-Policy").orElseThrow());
        assertEquals(Optional.empty(), answer.headers().firstValue("Server"));
        String text = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
        assertFalse(text.contains("http:") || text.contains("https:"), "no address of another host");
    }

    @Test
    void eachStartHasItsOwnAddress() {
        try (DemoServer other = DemoServer.start(TinyDemo.request(folder, Optional.empty()))) {
            assertFalse(other.url().getPath().equals(server.url().getPath()));
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        DemoRequest free = TinyDemo.request(folder, Optional.empty());
        DemoRequest taken = new DemoRequest(
                free.schema(),
                free.title(),
                free.checkpoint(),
                free.adapter(),
                free.dataset(),
                free.output(),
                free.execution(),
                page.root().getPort(),
                free.browser());
        SyrException refused = assertThrows(SyrException.class, () -> DemoServer.start(taken));
        assertEquals(
                "Port " + page.root().getPort()
                        + " is taken by another program. Name another port, or 0 for any that is free.",
                refused.getMessage());
    }

    @Test
    void anUnknownKeyIsRefused() {
        HttpResponse<byte[]> answer = page.post("api/dataset-images", "{\"file\":\"a\",\"path\":\"b\"}");
        assertEquals(422, answer.statusCode());
        assertTrue(HttpPage.error(answer).contains("\"path\""), HttpPage.error(answer));
    }

    @Test
    void whatItWasGivenGoesWithIt() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = copies(temporary);
        try (DemoServer other = DemoServer.start(TinyDemo.request(folder, Optional.empty()))) {
            new HttpPage(other.url()).upload("ring.png", TinyDemo.ring());
            assertEquals(before.size() + 1, copies(temporary).size());
        }
        assertEquals(before, copies(temporary));
    }

    private static List<Path> copies(Path temporary) throws Exception {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("syr-demo"))
                    .sorted()
                    .toList();
        }
    }
}
