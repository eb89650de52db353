package io.github.syr.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.gate.GateKind;
import io.github.syr.gate.GateLimits;
import io.github.syr.testing.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
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
import org.openqa.selenium.support.ui.Select;

/** The page as a reader has it. */
class BrowserTest {

    @TempDir
    private static Path folder;

    private static Path page;
    private static Browser light;
    private ChromeDriver driver;

    @BeforeAll
    static void report() throws IOException {
        light = Browser.open(folder.resolve("light"), false);
        GateLimits limits = new GateLimits(Map.of(GateKind.MIN_DICE, 0.8, GateKind.MIN_IMAGE_DICE, 0.879));
        page = Report.write(
                "rings 1.0",
                new EvaluatedFolder(folder, 3, "ring-").request(),
                Optional.of(limits),
                List.of("It is of yesterday."));
    }

    @AfterAll
    static void close() {
        if (light != null) {
            light.close();
        }
    }

    @BeforeEach
    void open() {
        light.show(page.toUri(), 1280);
        driver = light.driver();
    }

    private List<String> names() {
        return driver.findElements(By.cssSelector("#scores tbody th")).stream()
                .map(WebElement::getText)
                .toList();
    }

    private List<String> sections() {
        return driver.findElements(By.cssSelector(".image h3")).stream()
                .map(heading -> heading.getText().replace(" #", ""))
                .toList();
    }

    /** The layers that are to be seen in the first image, each with the side that it is on. */
    private List<String> layers() {
        return driver.findElements(By.cssSelector(".image:first-child .layer")).stream()
                .filter(WebElement::isDisplayed)
                .map(layer -> (layer.getDomAttribute("data-layer")
                                + layer.getDomAttribute("class").replace("layer", ""))
                        .strip())
                .toList();
    }

    private String split() {
        WebElement picture = driver.findElement(By.cssSelector(".image:first-child .compare"));
        return (String) driver.executeScript(
                "return getComputedStyle(arguments[0]).getPropertyValue('--split').trim()", picture);
    }

    @Test
    void comparesBaselineAndAdapterAndWhateverIsChosen() {
        assertEquals(List.of("baseline left", "rank-8 right"), layers());
        new Select(driver.findElement(By.id("right"))).selectByVisibleText("rank-4");
        assertEquals(List.of("baseline left", "rank-4 right"), layers());
        new Select(driver.findElement(By.id("left"))).selectByVisibleText("photograph");
        assertEquals(List.of("rank-4 right"), layers());
        new Select(driver.findElement(By.id("right"))).selectByVisibleText("truth");
        new Select(driver.findElement(By.id("left"))).selectByVisibleText("truth");
        assertEquals(List.of("truth"), layers(), "the same on both sides is whole");
    }

    @Test
    void theDividerFollowsSliderKeysAndPointer() {
        assertEquals("50%", split());
        WebElement slider = driver.findElement(By.cssSelector(".image:first-child .slider input"));
        slider.sendKeys(Keys.ARROW_RIGHT);
        assertEquals("51%", split());
        WebElement picture = driver.findElement(By.cssSelector(".image:first-child .compare"));
        new Actions(driver)
                .moveToElement(picture, -picture.getSize().width / 4, 0)
                .click()
                .perform();
        assertEquals("25%", split());
    }

    @Test
    void keysLeadFromImageToImage() {
        WebElement body = driver.findElement(By.tagName("body"));
        body.sendKeys("n");
        assertEquals("ring-2.png #", heading());
        driver.switchTo().activeElement().sendKeys("n");
        assertEquals("ring-1.png #", heading());
        driver.switchTo().activeElement().sendKeys("p");
        assertEquals("ring-2.png #", heading());
        driver.switchTo().activeElement().sendKeys(Keys.ARROW_LEFT);
        assertEquals("45%", split());
    }

    private String heading() {
        return driver.switchTo().activeElement().findElement(By.tagName("h3")).getText();
    }

    @Test
    void aHeadingSortsTableAndImages() {
        assertEquals(List.of("ring-2.png", "ring-1.png", "ring-0.png"), names());
        WebElement chosen =
                driver.findElements(By.cssSelector("#scores th button")).get(3);
        assertEquals("rank-8", chosen.getText());
        chosen.click();
        assertEquals(List.of("ring-0.png", "ring-1.png", "ring-2.png"), names());
        assertEquals(names(), sections());
        assertEquals(
                "descending",
                driver.findElements(By.cssSelector("#scores thead th")).get(3).getDomAttribute("aria-sort"));
        driver.findElements(By.cssSelector("#scores th button")).get(0).click();
        assertEquals(List.of("ring-0.png", "ring-1.png", "ring-2.png"), names());
    }

    @Test
    void aDotLeadsToItsImage() {
        WebElement dot = driver.findElement(By.cssSelector(".chart svg a"));
        String target = dot.getDomAttribute("href");
        driver.get(page.toUri() + target);
        assertTrue(driver.findElement(By.cssSelector(target)).isDisplayed());
    }

    @Test
    void everyPictureIsThere() {
        List<WebElement> pictures = driver.findElements(By.cssSelector(".photograph, .layer:not([hidden])"));
        assertEquals(3 * 3, pictures.size());
        for (WebElement picture : pictures) {
            driver.executeScript("arguments[0].scrollIntoView()", picture);
            driver.executeAsyncScript(
                    "const done = arguments[1]; arguments[0].decode().then(() => done(), () => done());", picture);
            assertEquals(120L, driver.executeScript("return arguments[0].naturalWidth", picture));
        }
    }

    @ParameterizedTest
    @CsvSource({"360, false", "1280, false", "1280, true", "3840, false"})
    void hasNoFaultOfAccessibilityAndLeavesThePageAlone(int width, boolean dark) {
        try (Browser browser = Browser.open(folder.resolve("profile-" + width + dark), dark)) {
            browser.show(page.toUri(), width);
            assertEquals(List.of(), browser.accessibilityFaults());
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.requests());
            assertEquals(0, browser.overflow(), "nothing is wider than the window");
        }
    }
}
