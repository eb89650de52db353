package io.github.syr.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.gate.GateKind;
import io.github.syr.gate.GateLimits;
import io.github.syr.io.Sha256;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Gates;
import io.github.syr.message.Run;
import io.github.syr.report.picture.Photograph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path folder;

    private static String page(EvaluatedFolder evaluated, Optional<GateLimits> limits, String... notices)
            throws IOException {
        Path page = Report.write("rings 1.0", evaluated.request(), limits, List.of(notices));
        assertEquals(evaluated.layout().report().resolve("index.html"), page);
        return Files.readString(page);
    }

    private static List<String> all(String page, String expression) {
        return Pattern.compile(expression)
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static Optional<GateLimits> limits(double minDice, double minImageDice) {
        return Optional.of(new GateLimits(Map.of(GateKind.MIN_DICE, minDice, GateKind.MIN_IMAGE_DICE, minImageDice)));
    }

    @Test
    void imagesAreInOneFileWorstFirst() throws IOException {
        String page = page(new EvaluatedFolder(folder, 3, "ring-"), Optional.empty());
        assertEquals(
                List.of("ring-2.png", "ring-1.png", "ring-0.png"),
                all(page, "<h3 id=\"image-[0-9a-f]{12}-name\">(\\S+) "));
        assertEquals(
                15, all(page, "src=\"(data:image/(?:png|jpeg);base64,[^\"]+)\"").size(), "photograph and 4 layers");
        assertEquals(List.of(), all(page, "(?:src|href)=\"(https?:[^\"]*)\""), "nothing is loaded from elsewhere");
        assertTrue(page.contains("<title>rings 1.0 – SYR</title>"));
        assertFalse(page.contains(folder.toString()), "no path of this machine");
    }

    @Test
    void aGateThatFailsLeadsToItsImage() throws IOException {
        String page = page(new EvaluatedFolder(folder, 3, "ring-"), limits(0.8, 0.879));
        assertEquals(List.of("✔ passed", "✘ failed"), all(page, "<td class=\"(?:passed|failed)\">([^<]+)</td>"));
        String worst = all(page, "<section class=\"image\" id=\"([^\"]+)\"").get(0);
        assertTrue(page.contains("<a href=\"#" + worst + "\">show</a>"));
        assertTrue(page.contains("ring-2.png: Dice is 0.878; at least 0.879 is required (minImageDice)"));
    }

    @Test
    void saysWhatAReaderHasToKnowFirst() throws IOException {
        String page = page(new EvaluatedFolder(folder, 1, "ring-"), Optional.empty(), "It is <old>.");
        assertTrue(page.contains("<p class=\"notice\" role=\"note\">It is &lt;old&gt;.</p>"));
        assertTrue(page.contains("No gate is configured."));
        assertTrue(page.contains("Only 1 image is for validation"));
    }

    @Test
    void photographsThatAreNotPulledAreGrey() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 3, "ring-");
        assertTrue(
                page(evaluated, Optional.empty()).contains("No two images of different splits look nearly the same"));
        Path image = folder.resolve("data/test/images/ring-1.png");
        Files.writeString(
                image,
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + Sha256.of(image) + "\nsize "
                        + Files.size(image) + "\n");
        String page = page(evaluated, Optional.empty());
        String grey = "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(Photograph.absent(120, 80));
        assertEquals(
                List.of(false, true, false),
                all(page, "src=\"(data:image/jpeg;base64,[^\"]+)\"").stream()
                        .map(grey::equals)
                        .toList());
        assertTrue(page.contains("Photographs that Git LFS has not pulled are grey in this page"));
        assertTrue(page.contains("Images that Git LFS has not pulled, and that were not compared with others: 1."));
        assertFalse(page.contains("No two images of different splits look nearly the same"));
    }

    @Test
    void namesAreEscaped() throws IOException {
        String page = page(new EvaluatedFolder(folder, 1, "<b>'&-"), limits(0.8, 0.9));
        assertFalse(page.contains("<b>"), "as an element");
        assertTrue(page.contains("&lt;b&gt;'&amp;-0.png"));
    }

    /** While a rank is trained again, its files are of another training than the evaluated one. */
    @Test
    void aTrainingThatIsNotTheEvaluatedOneIsNotShown() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 1, "ring-");
        assertEquals(
                2,
                all(page(evaluated, Optional.empty()), "(Epoch 2 of 3 is kept)").size());
        Path run = evaluated.layout().run(4);
        Files.writeString(run, Files.readString(run).replace("sha-4", "sha-5"));
        assertEquals(
                1,
                all(page(evaluated, Optional.empty()), "(Epoch 2 of 3 is kept)").size());
        assertEquals(4, Run.read(run).rank());
    }

    @Test
    void manyImagesLieBesideThePage() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 41, "ring-");
        String page = page(evaluated, Optional.empty());
        List<String> sources = all(page, "src=\"(images/[^\"]+)\"");
        assertEquals(41 * 5, sources.size());
        for (String source : sources) {
            assertTrue(Files.exists(evaluated.layout().report().resolve(source)), source);
        }
        assertTrue(page.length() < 41 * 8_000, "bytes of the page: " + page.length());
    }

    @Test
    void everyObjectIsARowForOtherPrograms() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 2, "=ring, ");
        page(evaluated, Optional.empty());
        List<String> csv = Files.readAllLines(evaluated.layout().report().resolve("report.csv"));
        assertEquals(7, csv.size());
        assertEquals("image,sha256,model,object,dice,iou,boundaryIou,holeError,diceCe", csv.get(0));
        String digest = evaluated.dataset().images().stream()
                .filter(image -> image.name().equals("=ring, 0.png"))
                .findFirst()
                .orElseThrow()
                .sha256();
        assertEquals("\"'=ring, 0.png\"," + digest + ",baseline,1,0.6,0.3,0.19999999999999998,0.25,0.4", csv.get(1));
        String json = Files.readString(evaluated.layout().report().resolve("report.json"));
        assertTrue(json.contains("\"schema\": \"syr/report/1\""), json);
    }

    @Test
    void imagesThatWereLearnedFromStandApart() throws IOException {
        String page = page(new EvaluatedFolder(folder, 2, "ring-", true), Optional.empty());
        assertEquals(
                List.of("ring-1.png", "ring-0.png", "train/ring-1.png", "train/ring-0.png", "validation/ring-0.png"),
                all(page, "<h3 id=\"image-[0-9a-f]{12}-name\">(\\S+) "));
        assertTrue(page.indexOf("No judgement:") < page.indexOf("train/ring-1.png"));
        assertEquals(
                2, all(page, "<tr><th scope=\"row\" data-value=\"([^\"]+)\"").size(), "the table is of the test");
    }

    @Test
    void saysWhetherRobustnessWasMeasured() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 1, "ring-");
        assertTrue(
                page(evaluated, Optional.empty())
                        .contains(
                                "<th scope=\"row\">3 clicks</th><td class=\"number\">0.8000</td><td class=\"number\">0.5000</td>"));
        Path file = evaluated.layout().evaluation();
        Files.writeString(
                file,
                Files.readString(file).replaceAll("(?s)\"robustness\": \\{.*?\\]\\s*\\}", "\"robustness\": null"));
        assertTrue(page(evaluated, Optional.empty()).contains("<p>Not measured:"));
    }

    @Test
    void withoutAnEvaluationThereIsNothingToReport() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 1, "ring-");
        Files.delete(evaluated.layout().evaluation());
        SyrException e = assertThrows(SyrException.class, () -> page(evaluated, Optional.empty()));
        assertTrue(
                e.getMessage().endsWith("there is no evaluation to report on. Run mvn syr:evaluate first."),
                e.getMessage());
    }

    @Test
    void anEvaluationOfAnotherVersionIsRefused() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 1, "ring-");
        Path file = evaluated.layout().evaluation();
        Files.writeString(file, Files.readString(file).replace("syr/evaluation/1", "syr/evaluation/9"));
        SyrException e = assertThrows(SyrException.class, () -> page(evaluated, Optional.empty()));
        assertTrue(e.getMessage().contains("syr/evaluation/9"), e.getMessage());
    }

    @Test
    void imagesOfTwoSplitsThatLookAlikeAreNamed() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 1, "ring-");
        assertTrue(
                page(evaluated, Optional.empty()).contains("No two images of different splits look nearly the same."));
        Path images = folder.resolve("data");
        Files.copy(
                images.resolve("train/images/ring-0.png"),
                images.resolve("test/images/ring-0.png"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertTrue(page(evaluated, Optional.empty())
                .contains("<li>train/ring-0.png and test/ring-0.png (0 of 64 bits differ)</li>"));
    }

    @Test
    void theModelCardLiesBesideThePage() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 1, "ring-");
        Path card = Files.writeString(folder.resolve("README.md"), "# rings");
        Path page = Report.write("rings 1.0", evaluated.request(), Optional.empty(), List.of(), Optional.of(card));
        assertEquals(List.of("model card"), all(Files.readString(page), "<a href=\"model-card.md\">([^<]*)</a>"));
        assertEquals("# rings", Files.readString(page.resolveSibling("model-card.md")));
        // nothing is packaged any more
        Files.delete(card);
        Report.write("rings 1.0", evaluated.request(), Optional.empty(), List.of(), Optional.of(card));
        assertFalse(Files.readString(page).contains("model-card.md"));
        assertFalse(Files.exists(page.resolveSibling("model-card.md")));
    }

    @Test
    void aCheckPutsItsVerdictIntoThePage() throws IOException {
        EvaluatedFolder evaluated = new EvaluatedFolder(folder, 3, "ring-");
        String before = page(evaluated, limits(0.8, 0.879));
        Evaluation evaluation = Evaluation.read(evaluated.layout().evaluation());
        Gates gates = new Gates(
                Gates.SCHEMA,
                false,
                "rank-8",
                List.of(new Gates.Gate(
                        "maxImageDrop",
                        0.1,
                        OptionalDouble.of(0.2),
                        Optional.of("ring-1.png"),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        "ring-1.png: drop <$1> is 0.200")));
        Verdict.update(evaluated.layout(), evaluation, gates);
        String after = Files.readString(evaluated.layout().reportPage());
        assertEquals(List.of("✘ failed"), all(after, "<td class=\"(?:passed|failed)\">([^<]+)</td>"));
        assertTrue(after.contains("<th scope=\"row\">maxImageDrop</th>"));
        assertTrue(after.contains("ring-1.png: drop &lt;$1&gt; is 0.200"));
        assertEquals(rest(before), rest(after), "nothing else changes");

        // an evaluation after it
        Files.setLastModifiedTime(evaluated.layout().reportPage(), FileTime.fromMillis(0));
        Verdict.update(evaluated.layout(), evaluation, new Gates(Gates.SCHEMA, true, "rank-8", List.of()));
        assertEquals(after, Files.readString(evaluated.layout().reportPage()));
        Files.delete(evaluated.layout().reportPage());
        Verdict.update(evaluated.layout(), evaluation, gates);
        assertFalse(Files.exists(evaluated.layout().reportPage()));
    }

    private static String rest(String page) {
        return page.replaceFirst("(?s)(<h2 id=\"verdict-title\">).*?(</table></div>)\\s*", "$1$2");
    }
}
