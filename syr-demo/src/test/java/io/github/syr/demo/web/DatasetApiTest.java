package io.github.syr.demo.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.syr.annotation.MaskBuilder;
import io.github.syr.annotation.MaskResult;
import io.github.syr.demo.TinyDemo;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.message.Dataset;
import io.github.syr.message.Request;
import io.github.syr.message.Tuning;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images from the data set and into it, over the page's requests; the formats have tests of their own. */
class DatasetApiTest {

    private static final double[] BOX = {75, 25, 225, 175};

    @TempDir
    private Path folder;

    private Path dataset;
    private DemoServer server;
    private HttpPage page;

    /** A folder of photographs, none of them annotated. */
    @BeforeEach
    void start() throws Exception {
        dataset = Files.createDirectory(folder.resolve("photographs"));
        for (int i = 0; i < 12; i++) {
            byte[] ring = TinyDemo.ring();
            Files.write(dataset.resolve("ring-" + i + ".png"), java.util.Arrays.copyOf(ring, ring.length + i));
        }
        server = DemoServer.start(TinyDemo.request(folder.resolve("out"), Optional.of(dataset)));
        page = new HttpPage(server.url());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private JsonObject state() {
        return HttpPage.json(page.get("api/dataset"));
    }

    private String take(String file) {
        HttpResponse<byte[]> answer = page.post("api/dataset-images", "{\"file\":\"" + file + "\"}");
        assertEquals(200, answer.statusCode(), () -> HttpPage.error(answer));
        return HttpPage.json(answer).get("id").getAsString();
    }

    private HttpResponse<byte[]> add(String id, String split) {
        page.encoded(id, "baseline");
        return page.post("api/images/" + id + "/addition", HttpPage.boxes("baseline", ",\"split\":" + split, BOX));
    }

    private static List<String> texts(JsonArray array) {
        return array.asList().stream().map(element -> element.getAsString()).toList();
    }

    private Dataset masks() {
        Request request = new Request(
                Request.SCHEMA,
                Request.Task.MASKS,
                folder.resolve("out").toString(),
                Optional.empty(),
                TinyDemo.dataset(dataset),
                new Request.Training(
                        List.of(4),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        1,
                        OptionalDouble.empty(),
                        0,
                        0,
                        OptionalInt.empty(),
                        0,
                        Tuning.of(Tuning.Recipe.STANDARD),
                        OptionalInt.empty()),
                new Request.Execution("cpu", 1));
        MaskResult result = new MaskBuilder(request, event -> {}).build();
        return result.dataset();
    }

    @Test
    void aFolderOfPhotographsIsAnnotatedAndReadByMasks() throws Exception {
        JsonObject before = state();
        assertEquals("labelme", before.get("format").getAsString());
        assertEquals(12, before.getAsJsonArray("unannotated").size());
        assertEquals(List.of(), texts(before.getAsJsonArray("splits")));
        for (int i = 0; i < 12; i++) {
            String id = take("ring-" + i + ".png");
            assertEquals(
                    List.of("ring-" + i + ".json"),
                    texts(HttpPage.json(add(id, "null")).getAsJsonArray("files")));
            if (i == 0) {
                byte[] shown = page.post(
                                "api/images/" + id + "/export", HttpPage.boxes("baseline", ",\"kind\":\"mask\"", BOX))
                        .body();
                Files.write(folder.resolve("shown.png"), shown);
                byte[] labelMe = page.post(
                                "api/images/" + id + "/export",
                                HttpPage.boxes("baseline", ",\"kind\":\"labelme\"", BOX))
                        .body();
                assertArrayEquals(Files.readAllBytes(dataset.resolve("ring-0.json")), labelMe);
            }
        }
        JsonObject after = state();
        assertEquals(0, after.getAsJsonArray("unannotated").size());
        assertEquals(List.of("ring"), texts(after.getAsJsonArray("labels")));
        Dataset made = masks();
        assertEquals(12, made.images().size());
        Dataset.Image first = made.images().stream()
                .filter(image -> image.name().equals("ring-0.png"))
                .findFirst()
                .orElseThrow();
        ImageDecoder decoder = new ImageDecoder();
        assertEquals(
                decoder.mask(folder.resolve("shown.png"), 128),
                decoder.mask(
                        folder.resolve("out").resolve(first.objects().get(0).mask()), 128));
    }

    @Test
    void anUploadIsCopiedIntoTheDataSet() {
        String id = page.upload("ring-3.png", java.util.Arrays.copyOf(TinyDemo.ring(), TinyDemo.ring().length + 99));
        JsonObject added = HttpPage.json(add(id, "null"));
        assertEquals("ring-3-2.png", added.get("image").getAsString(), "ring-3.png is another image");
        assertTrue(Files.exists(dataset.resolve("ring-3-2.json")));
    }

    @Test
    void anImageThatIsAnnotatedStaysAsItIs() throws Exception {
        String id = take("ring-1.png");
        assertEquals(200, add(id, "null").statusCode());
        byte[] before = Files.readAllBytes(dataset.resolve("ring-1.json"));
        String refused = HttpPage.error(add(id, "null"));
        assertTrue(refused.startsWith("422 ") && refused.contains("ring-1.png"), refused);
        assertArrayEquals(before, Files.readAllBytes(dataset.resolve("ring-1.json")));
    }

    @Test
    void aSplitIsRefusedWhereTheBuildChooses() {
        byte[] other = java.util.Arrays.copyOf(TinyDemo.ring(), TinyDemo.ring().length + 99);
        String refused = HttpPage.error(add(page.upload("other.png", other), "\"train\""));
        assertTrue(refused.contains("the split train is chosen, but the data set"), refused);
        assertFalse(Files.exists(dataset.resolve("other.png")));
    }

    @Test
    void anImageIsTakenOnce() {
        assertEquals(take("ring-1.png"), take("ring-1.png"));
    }

    @Test
    void aFileThatIsNoImageOfTheDataSetIsNotTaken() throws Exception {
        Files.writeString(folder.resolve("secret.png"), "secret");
        for (String file : List.of("../secret.png", "/etc/passwd", "..\\\\secret.png", "ring-99.png")) {
            HttpResponse<byte[]> answer = page.post("api/dataset-images", "{\"file\":\"" + file + "\"}");
            assertEquals(404, answer.statusCode(), file);
            assertTrue(HttpPage.error(answer).contains("is no image of the data set"), HttpPage.error(answer));
        }
    }

    @Test
    void aFolderThatCantBeWrittenIsNamed() {
        String id = take("ring-1.png");
        assertTrue(dataset.toFile().setWritable(false));
        try {
            assumeFalse(Files.isWritable(dataset), "this user may write everywhere");
            String refused = HttpPage.error(add(id, "null"));
            assertTrue(refused.startsWith("422 ") && refused.contains("can't be written"), refused);
            assertFalse(Files.exists(dataset.resolve("ring-1.json")));
        } finally {
            dataset.toFile().setWritable(true);
        }
    }

    @Test
    void aDataSetThatCantBeReadSaysWhy() throws Exception {
        Files.writeString(dataset.resolve("ring-1.json"), "{ \"shapes\": [");
        JsonObject state = state();
        assertTrue(state.get("problem").getAsString().contains("ring-1.json"), state.toString());
        assertEquals(0, state.getAsJsonArray("images").size());
    }
}
