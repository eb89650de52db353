package io.github.syr.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** {@code docs/goals.md} and the plugin's descriptor say the same. */
class GoalsPageTest {

    private static final Path PAGE = Path.of("../docs/goals.md");
    private static final Path DESCRIPTOR = Path.of("target/classes/META-INF/maven/plugin.xml");

    @Test
    void namesEveryParameterWithPropertyAndDefault() throws Exception {
        String page = Files.readString(PAGE);
        List<String> missing = new ArrayList<>();
        for (Element mojo : elements(descriptor().getDocumentElement(), "mojo")) {
            if (text(mojo, "goal").equals("help")) {
                continue;
            }
            Element configuration = elements(mojo, "configuration").get(0);
            for (Element parameter : elements(mojo, "parameter")) {
                if (text(parameter, "editable").equals("true")) {
                    check(page, configuration, parameter, missing);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    private static void check(String page, Element configuration, Element parameter, List<String> missing) {
        String name = text(parameter, "name");
        String line = page.lines()
                .filter(l -> l.startsWith("**`" + name + "`**"))
                .findFirst()
                .orElse("");
        List<Element> settings = elements(configuration, name);
        String property =
                settings.isEmpty() ? "" : settings.get(0).getTextContent().replaceAll("[${}]", "");
        String standard = settings.isEmpty() ? "" : settings.get(0).getAttribute("default-value");
        if (!line.contains("property `-D" + property + "`") && !property.isEmpty()
                || !line.contains("default `" + standard + "`") && !standard.isEmpty()
                || line.isEmpty()) {
            missing.add(name + ": " + property + ", default " + standard);
        }
        // Maven's own help shows descriptions alone
        String type = "Type: " + line.replaceAll("^[^(]*\\(|; property .*", "").replace("`", "") + ". Example: ";
        if (!text(parameter, "description").contains(type)) {
            missing.add(name + ": no \"" + type + "\" in its description");
        }
    }

    @Test
    void namesEveryGoalWithItsPhase() throws Exception {
        String page = Files.readString(PAGE);
        for (Element mojo : elements(descriptor().getDocumentElement(), "mojo")) {
            String goal = text(mojo, "goal");
            String bound = text(mojo, "phase");
            String phase = bound.isEmpty() ? "" : "`" + bound + "`";
            assertTrue(page.contains(("| `" + goal + "` | " + phase).strip()), goal);
            assertEquals("true", text(mojo, "threadSafe"), goal);
        }
    }

    /** A goal that an execution binds, and that m2e isn't told of, is an error in Eclipse. */
    @Test
    void anIdeIgnoresEveryGoal() throws Exception {
        List<String> goals = elements(descriptor().getDocumentElement(), "mojo").stream()
                .map(mojo -> text(mojo, "goal"))
                .sorted()
                .toList();
        try (InputStream in = getClass().getResourceAsStream("/META-INF/m2e/lifecycle-mapping-metadata.xml")) {
            Element mapping = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
            assertEquals(1, elements(mapping, "ignore").size());
            assertEquals(
                    goals,
                    elements(mapping, "goal").stream()
                            .map(Element::getTextContent)
                            .sorted()
                            .toList());
        }
    }

    private static Document descriptor() throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(DESCRIPTOR.toFile());
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        List<Element> elements = elements(parent, name);
        return elements.isEmpty() ? "" : elements.get(0).getTextContent();
    }
}
