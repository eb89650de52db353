package io.github.syr.maven.release;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** The versions that a repository's {@code maven-metadata.xml} lists. */
final class ReleasedVersions {

    private static final Pattern SNAPSHOT =
            Pattern.compile(".*-SNAPSHOT|.*-\\d{8}\\.\\d{6}-\\d+", Pattern.CASE_INSENSITIVE);

    private ReleasedVersions() {}

    static boolean isSnapshot(String version) {
        return SNAPSHOT.matcher(version).matches();
    }

    /** The newest that is no snapshot, and below a version where one is given. */
    static Optional<String> newest(Collection<String> versions, Optional<String> below) {
        Optional<ComparableVersion> limit = below.map(ComparableVersion::new);
        return versions.stream()
                .filter(version -> !isSnapshot(version))
                .map(ComparableVersion::new)
                .filter(version -> limit.isEmpty() || version.compareTo(limit.get()) < 0)
                .max(ComparableVersion::compareTo)
                .map(ComparableVersion::toString);
    }

    /**
     * Reads them.
     *
     * @throws IOException if the file is something else, as the page of a login; says what
     */
    static List<String> read(File metadata) throws IOException {
        Document document;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // the JDK's own prints to the console
            builder.setErrorHandler(new DefaultHandler());
            document = builder.parse(metadata);
        } catch (SAXException e) {
            throw new IOException("its maven-metadata.xml is not metadata of Maven: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        String root = document.getDocumentElement().getTagName();
        if (!root.equals("metadata")) {
            throw new IOException("its maven-metadata.xml is not metadata of Maven, but begins with <" + root + ">");
        }
        List<String> versions = new ArrayList<>();
        NodeList elements = document.getElementsByTagName("version");
        for (int i = 0; i < elements.getLength(); i++) {
            String version = elements.item(i).getTextContent().strip();
            if (elements.item(i).getParentNode().getNodeName().equals("versions") && !version.isEmpty()) {
                versions.add(version);
            }
        }
        return versions;
    }
}
