package io.github.syr.demo.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.demo.TinyDemo;
import io.github.syr.demo.TrainedRank;
import io.github.syr.image.Box;
import io.github.syr.mask.PngFile;
import io.github.syr.segment.Mask;
import io.github.syr.segment.Prompt;
import io.github.syr.segment.SegmentedImage;
import io.github.syr.segment.Segmenter;
import io.github.syr.testing.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.WheelInput;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page as its user has it. */
class PageTest {

    @TempDir
    private static Path folder;

    private static DemoServer server;
    private static Browser browser;
    private static ChromeDriver driver;
    private static Path ring;

    @BeforeAll
    static void open() throws Exception {
        TrainedRank.write(folder.resolve("out"), 4);
        ring = Files.write(folder.resolve("ring.png"), TinyDemo.ring());
        server = DemoServer.start(TinyDemo.request(folder.resolve("out"), Optional.empty()));
        browser = Browser.open(folder.resolve("profile"), false);
        driver = browser.driver();
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", folder.toString(), "eventsEnabled", false));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void show() {
        browser.show(server.url(), 1280);
        await("document.querySelectorAll('#left option').length === 2");
        upload(ring);
    }

    @AfterEach
    void removeImages() {
        while (!driver.findElements(By.cssSelector("#images option")).isEmpty()) {
            int before = driver.findElements(By.cssSelector("#images option")).size();
            click("remove");
            await("document.querySelectorAll('#images option').length === " + (before - 1));
        }
    }

    private static void upload(Path file) {
        driver.findElement(By.id("files")).sendKeys(file.toString());
        await(
                "document.querySelector('#left image').getAttribute('href') && document.getElementById('files').value === ''");
        await("!document.getElementById('reset').disabled");
    }

    /** Waits until an expression holds in the page. */
    private static void await(String expression) {
        new WebDriverWait(driver, Duration.ofSeconds(60))
                .withMessage(expression)
                .until(page -> driver.executeScript("return Boolean(" + expression + ")")
                        .equals(true));
    }

    private static void click(String id) {
        driver.findElement(By.id(id)).click();
    }

    private static Object run(String expression) {
        return driver.executeScript("return " + expression);
    }

    /** A place on the canvas of a pixel's middle, relative to the canvas' own middle. */
    private static Actions at(int x, int y) {
        WebElement canvas = driver.findElement(By.cssSelector("#left .canvas"));
        List<?> place = (List<?>) run("(() => { const c = document.querySelector('#left .canvas');"
                + " const p = new DOMPoint(" + x + ", " + y + ").matrixTransform(c.getScreenCTM());"
                + " const b = c.getBoundingClientRect();"
                + " return [Math.round(p.x - b.left - b.width / 2), Math.round(p.y - b.top - b.height / 2)]; })()");
        return new Actions(driver)
                .moveToElement(canvas, ((Number) place.get(0)).intValue(), ((Number) place.get(1)).intValue());
    }

    private static void twoClicks(int x0, int y0, int x1, int y1) {
        at(x0, y0).click().perform();
        at(x1, y1).click().perform();
    }

    private static String path(String view) {
        List<WebElement> masks = driver.findElements(By.cssSelector("#" + view + " .masks path"));
        return masks.isEmpty() ? "" : masks.get(masks.size() - 1).getDomAttribute("d");
    }

    private static void awaitMasks(String view, int count) {
        await("document.querySelectorAll('#" + view + " .masks path:not(.stale)').length === " + count);
    }

    private static void choose(String view, String model) {
        new Select(driver.findElement(By.cssSelector("#" + view + " .model"))).selectByVisibleText(model);
    }

    /** The box as the page has it, in the image's pixels. */
    private static double[] box() {
        List<?> numbers = (List<?>) run("(() => { const r = document.querySelector('#left rect.box.active:not(.halo)');"
                + " const n = (name) => Number(r.getAttribute(name));"
                + " return [n('x'), n('y'), n('x') + n('width'), n('y') + n('height')]; })()");
        return numbers.stream()
                .mapToDouble(number -> ((Number) number).doubleValue())
                .toArray();
    }

    /** What the library gives. */
    private static Mask mask(Prompt prompt) {
        try (Segmenter segmenter = Segmenter.builder()
                        .checkpoint(Path.of(TinyDemo.checkpoint().path()))
                        .threads(1)
                        .build();
                SegmentedImage image = segmenter.open(ring)) {
            return image.segment(prompt);
        }
    }

    private static String expected(Prompt prompt) {
        return SvgPath.of(mask(prompt).polygons());
    }

    private static Prompt boxPrompt() {
        double[] box = box();
        return Prompt.box(Box.of(box[0], box[1], box[2], box[3]));
    }

    @Test
    void twoClicksMakeABoxAndItsMask() throws Exception {
        choose("left", "unadapted");
        twoClicks(225, 175, 75, 25);
        awaitMasks("left", 1);
        double[] box = box();
        assertArrayEquals(new double[] {75, 25, 225, 175}, box, 1);
        assertEquals(expected(boxPrompt()), path("left"));

        click("mask");
        Path file = folder.resolve("ring-mask.png");
        new WebDriverWait(driver, Duration.ofSeconds(60)).until(page -> Files.exists(file));
        assertArrayEquals(PngFile.bytes(mask(boxPrompt()).pixels()), Files.readAllBytes(file));
        Files.delete(file);
    }

    @Test
    void aDragMakesTheSameBox() {
        choose("left", "unadapted");
        at(75, 25).clickAndHold().perform();
        at(225, 175).release().perform();
        awaitMasks("left", 1);
        assertArrayEquals(new double[] {75, 25, 225, 175}, box(), 1);
    }

    @Test
    void leftAndRightClicksCorrectTheMask() {
        choose("left", "unadapted");
        twoClicks(75, 25, 225, 175);
        awaitMasks("left", 1);
        String before = path("left");
        at(150, 100).contextClick().perform();
        await("document.querySelectorAll('#left .point.off').length === 1");
        await("document.querySelector('#left .masks path:not(.stale)')");
        assertNotEquals(before, path("left"));
        WebElement point = driver.findElement(By.cssSelector("#left .point.off"));
        double x = Double.parseDouble(point.getDomAttribute("cx"));
        double y = Double.parseDouble(point.getDomAttribute("cy"));
        assertEquals(150, x, 1);
        assertEquals(expected(boxPrompt().and(Prompt.background(x, y))), path("left"));
        at(150, 40).click().perform();
        await("document.querySelectorAll('#left .point.on').length === 1");
    }

    @Test
    void undoAndRedoGoThroughEachStep() {
        twoClicks(75, 25, 225, 175);
        awaitMasks("left", 1);
        String first = path("left");
        at(150, 100).contextClick().perform();
        await("document.querySelectorAll('#left .point').length === 1");
        WebElement body = driver.findElement(By.tagName("body"));
        body.sendKeys(Keys.chord(Keys.CONTROL, "z"));
        await("document.querySelectorAll('#left .point').length === 0");
        assertEquals(first, path("left"));
        click("undo");
        awaitMasks("left", 0);
        assertFalse(driver.findElement(By.id("undo")).isEnabled());
        body.sendKeys(Keys.chord(Keys.CONTROL, "y"));
        awaitMasks("left", 1);
        click("redo");
        await("document.querySelectorAll('#left .point').length === 1");
        click("reset");
        awaitMasks("left", 0);
        click("undo");
        await("document.querySelectorAll('#left .point').length === 1");
    }

    @Test
    void twoModelsHaveOneSetOfPrompts() {
        choose("left", "rank 4");
        click("compare");
        await("document.querySelector('#right').clientWidth > 0");
        twoClicks(75, 25, 225, 175);
        awaitMasks("left", 1);
        awaitMasks("right", 1);
        assertNotEquals(path("left"), path("right"));
        assertEquals(expected(boxPrompt()), path("right"), "the unadapted model is on the right");
    }

    @Test
    void severalObjectsHaveMasksAndLabelsOfTheirOwn() {
        twoClicks(75, 25, 150, 175);
        awaitMasks("left", 1);
        driver.findElement(By.cssSelector("#objects input")).sendKeys("left half");
        driver.findElement(By.tagName("h1")).click();
        click("new-object");
        twoClicks(150, 25, 225, 175);
        awaitMasks("left", 2);
        List<WebElement> labels = driver.findElements(By.cssSelector("#objects input"));
        assertEquals("left half", labels.get(1).getDomProperty("value"), "the label before is proposed");
        driver.findElements(By.cssSelector("#objects li > button:last-child"))
                .get(0)
                .click();
        awaitMasks("left", 1);
    }

    @Test
    void withoutLiveMasksOnlyGenerateMakesThem() {
        click("live");
        twoClicks(75, 25, 225, 175);
        await("document.querySelectorAll('#left rect.box.active').length === 2");
        assertEquals("", path("left"));
        click("generate");
        awaitMasks("left", 1);
    }

    @Test
    void theKeyboardAloneDrawsABox() {
        WebElement canvas = driver.findElement(By.cssSelector("#left .canvas"));
        canvas.sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_LEFT), Keys.chord(Keys.SHIFT, Keys.ARROW_UP));
        canvas.sendKeys(Keys.ENTER);
        for (int i = 0; i < 20; i++) {
            canvas.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_DOWN);
        }
        canvas.sendKeys(Keys.ENTER);
        await("document.querySelectorAll('#left rect.box.active').length === 2");
        assertEquals(149, box()[0], 1e-6);
        assertEquals(99, box()[1], 1e-6);
    }

    @Test
    void clicksThatMakeNoBoxAreExplained() {
        twoClicks(100, 100, 100, 100);
        assertEquals("The two corners are on one point or one line; a box has an area.", alert());
        driver.findElement(By.cssSelector("#alert button")).click();
        at(-3, 50).click().perform();
        assertEquals("That is outside the image.", alert());
        assertEquals(List.of(), driver.findElements(By.cssSelector("#left .box")));
    }

    private static String alert() {
        await("!document.getElementById('alert').hidden");
        return driver.findElement(By.cssSelector("#alert span")).getText();
    }

    @Test
    void whatIsNoImageIsRefusedInWords() throws Exception {
        Path text = Files.writeString(folder.resolve("text.jpg"), "not an image");
        driver.findElement(By.id("files")).sendKeys(text.toString());
        assertTrue(alert().startsWith("text.jpg: "), alert());
        assertEquals(1, driver.findElements(By.cssSelector("#images option")).size());
        // the browser tells of the answer by itself
        browser.consoleErrors();
    }

    @Test
    void theCutOutIsOnACheckerboardAndZoomedPixelsAreSharp() {
        twoClicks(75, 25, 225, 175);
        awaitMasks("left", 1);
        click("checkerboard");
        await("document.querySelector('#left .photo').getAttribute('clip-path') === 'url(#clip-left)'");
        assertEquals(1L, run("document.querySelectorAll('#clip-left path').length"));
        driver.findElement(By.tagName("body")).sendKeys("+", "+", "+");
        await("document.querySelector('#left svg').classList.contains('pixels')");
        double before = scale();
        WebElement canvas = driver.findElement(By.cssSelector("#left .canvas"));
        new Actions(driver)
                .scrollFromOrigin(WheelInput.ScrollOrigin.fromElement(canvas), 0, -100)
                .perform();
        await("document.getElementById('zoom').value !== ''");
        assertEquals(Math.exp(0.15), scale() / before, 1e-3);
        click("zoom-fit");
        assertTrue(scale() < before);
    }

    /** Screen pixels an image pixel. */
    private static double scale() {
        run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return ((Number) run("document.querySelector('#left svg').getScreenCTM().a")).doubleValue();
    }

    @Test
    void anImageThatWasRemovedWhileItWasEncodedIsGone() {
        click("remove");
        await("document.body.classList.contains('without-image')");
        upload(ring);
        twoClicks(75, 25, 225, 175);
        awaitMasks("left", 1);
    }

    @Test
    void photographsOfADataSetAreAnnotatedOneAfterAnother() throws Exception {
        Path photographs = Files.createDirectory(folder.resolve("photographs"));
        byte[] image = TinyDemo.ring();
        for (int i = 0; i < 3; i++) {
            Files.write(photographs.resolve("ring-" + i + ".png"), Arrays.copyOf(image, image.length + i));
        }
        try (DemoServer other = DemoServer.start(TinyDemo.request(folder.resolve("none"), Optional.of(photographs)))) {
            browser.show(other.url(), 1280);
            await("!document.getElementById('annotate-next').hidden");
            for (int i = 0; i < 3; i++) {
                assertEquals("Next to annotate (" + (3 - i) + ")", text("annotate-next"));
                click("annotate-next");
                await("document.getElementById('images').selectedOptions[0]?.textContent === 'ring-" + i + ".png'");
                twoClicks(75, 25, 225, 175);
                awaitMasks("left", 1);
                driver.findElement(By.cssSelector("#objects input")).clear();
                driver.findElement(By.cssSelector("#objects input")).sendKeys("ring");
                click("add");
                await("document.getElementById('added').textContent.includes('ring-" + i + ".json')");
                assertEquals(
                        1, driver.findElements(By.cssSelector("#images option")).size(), "what is done has gone");
            }
            await("document.getElementById('annotate-next').hidden");
            assertTrue(text("notes").startsWith("No adapter is trained yet"), text("notes"));
            TrainedRank.write(folder.resolve("none"), 2);
            driver.executeScript("window.dispatchEvent(new Event('focus'))");
            await("document.querySelectorAll('#left option').length === 2");
            assertTrue(Files.readString(photographs.resolve("ring-2.json")).contains("\"label\": \"ring\""));
            removeImages();
            browser.consoleErrors(); // what was before
            click("stop");
            await("document.body.textContent === 'The demo has ended. You can close this page.'");
            other.await();
            driver.executeScript("window.dispatchEvent(new Event('focus'))");
            driver.findElement(By.tagName("body")).sendKeys("u", "r");
            assertEquals(List.of(), browser.consoleErrors(), "what has ended asks for nothing");
        }
        show();
    }

    private static String text(String id) {
        return driver.findElement(By.id(id)).getText();
    }

    @ParameterizedTest
    @CsvSource({"360, false", "1280, false", "1280, true", "3840, false"})
    void hasNoFaultOfAccessibilityAndAsksNobodyElse(int width, boolean dark) {
        try (Browser other = Browser.open(folder.resolve("profile-" + width + dark), dark)) {
            other.show(server.url(), width);
            new WebDriverWait(other.driver(), Duration.ofSeconds(60))
                    .until(page ->
                            !page.findElements(By.cssSelector("#images option")).isEmpty());
            assertEquals(List.of(), other.accessibilityFaults());
            other.driver().findElement(By.id("help")).click();
            assertEquals(List.of(), other.accessibilityFaults());
            assertEquals(List.of(), other.consoleErrors());
            String own = "http://127.0.0.1:" + server.url().getPort() + "/";
            assertEquals(
                    List.of(),
                    other.requests().stream()
                            .filter(request -> !request.contains("\"url\":\"" + own))
                            .toList());
            assertEquals(0, other.overflow(), "nothing is wider than the window");
        }
    }
}
