package io.github.syr.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/**
 * A release of SYR into a folder, as {@code mvn -P release deploy} makes it, and a project that knows that folder
 * alone.
 */
@Tag("release")
@EnabledIf(value = "hasGpgOrIsCi", disabledReason = "SKIPPED: no gpg")
class ReleaseTest {

    /** What is published, and the files of each beside its POM: what follows artifact and version in their names. */
    private static final Map<String, Set<String>> PUBLISHED = published();

    private static final String RELEASE_PLUGIN = "org.apache.maven.plugins:maven-release-plugin:3.1.1";
    private static final String URL = "https://github.com/syr-maven/syr";
    private static final Path CHECKOUT = Path.of(System.getProperty("syr.checkout"));
    private static final Path LOCAL_REPOSITORY = Path.of(System.getProperty("syr.localRepository"));

    /** What a copy of the checkout doesn't need: what builds leave behind, and the goldens of tests that aren't run. */
    private static final Set<String> NOT_COPIED = Set.of("target", ".git", "parity", "__pycache__", ".cifuzz-corpus");

    @TempDir
    static Path folder;

    private static Path keys;
    private static Path repository;
    private static String version;

    private static Map<String, Set<String>> published() {
        Map<String, Set<String>> published = new TreeMap<>();
        published.put("syr-parent", Set.of());
        published.put("syr-bom", Set.of());
        published.put("syr-adapter-parent", Set.of());
        Set<String> jars = Set.of(".jar", "-sources.jar", "-javadoc.jar");
        for (String module : List.of(
                "syr-checkpoint-tiny",
                "syr-image",
                "syr-runtime",
                "syr-trainer",
                "syr-report",
                "syr-demo",
                "syr-maven-plugin")) {
            published.put(module, jars);
        }
        published.put("syr-cli", Set.of(".jar", "-all.jar", "-sources.jar", "-javadoc.jar"));
        return published;
    }

    static Set<String> modules() {
        return PUBLISHED.keySet();
    }

    static Set<String> modulesWithJars() {
        return PUBLISHED.entrySet().stream()
                .filter(module -> !module.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @BeforeAll
    static void deploysARelease() throws Exception {
        assertTrue(hasGpg(), "gpg can't be run");
        // only its user can enter it, as gpg wants it; its path is short: a socket of gpg's agent lies in it
        keys = Files.createTempDirectory("syr-keys");
        gpg("--passphrase", "", "--quick-generate-key", "A release that is a test <release@example.org>", "rsa2048");

        // a release's version, in a copy: repositories hold snapshots by other rules, and by other names
        Path checkout = folder.resolve("checkout");
        String snapshot = text(CHECKOUT.resolve("pom.xml"), "/project/version");
        version = snapshot.replace("-SNAPSHOT", "");
        copy(CHECKOUT, checkout);
        try (Stream<Path> files = Files.walk(checkout)) {
            for (Path pom : files.filter(file -> file.endsWith("pom.xml")).toList()) {
                Files.writeString(pom, Files.readString(pom).replace(">" + snapshot + "<", ">" + version + "<"));
            }
        }

        // a deployment leaves metadata in the local repository, and those of a test have no place in the machine's
        Path local = folder.resolve("local-repository-of-the-release");
        link(LOCAL_REPOSITORY, local, List.of("io", "github", "syr"));
        repository = folder.resolve("released");
        maven(
                checkout,
                "deploy",
                "-P",
                "release",
                "-DaltDeploymentRepository=released::" + repository.toUri(),
                "-Dgpg.homedir=" + keys,
                "-Dmaven.repo.local=" + local,
                "-Dmaven.install.skip=true",
                // what this checkout's own build has done
                "-Dmaven.test.skip=true",
                "-DskipTests=true",
                "-Dinvoker.skip=true",
                "-Dspotless.check.skip=true",
                // the example is in the build, without its training
                "-Dsyr.skip=true",
                "-Dexec.skip=true");
        delete(local.toFile());
    }

    @AfterAll
    static void endsTheAgent() throws Exception {
        if (keys != null) {
            run(folder, List.of("gpgconf", "--homedir", keys.toString(), "--kill", "gpg-agent"));
            delete(keys.toFile());
        }
    }

    /** Follows no link. The agent takes its sockets away meanwhile: what isn't there any more is no failure. */
    private static void delete(File file) {
        File[] children = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
        if (children != null) {
            for (File child : children) {
                delete(child);
            }
        }
        file.delete();
    }

    @Test
    void publishesTheseModulesAndNoOthers() throws IOException {
        assertEquals(PUBLISHED.keySet(), foldersOf(repository.resolve("io/github/syr")));
        assertEquals(Set.of("io"), foldersOf(repository));
        assertEquals(Set.of("github"), foldersOf(repository.resolve("io")));
        assertEquals(Set.of("syr"), foldersOf(repository.resolve("io/github")));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void holdsTheseFilesEachWithItsSignature(String module) throws Exception {
        assertEquals(
                Set.of(version), foldersOf(repository.resolve("io/github/syr").resolve(module)));
        Set<String> expected = new TreeSet<>();
        for (String file : PUBLISHED.get(module)) {
            expected.add(module + "-" + version + file);
        }
        expected.add(module + "-" + version + ".pom");
        Set<String> signed = new TreeSet<>(expected);
        expected.forEach(file -> signed.add(file + ".asc"));

        Path files = file(module, "").getParent();
        try (Stream<Path> all = Files.list(files)) {
            assertEquals(
                    signed,
                    all.map(file -> file.getFileName().toString())
                            .filter(file -> !file.endsWith(".md5") && !file.endsWith(".sha1"))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        for (String file : expected) {
            assertTrue(Files.exists(files.resolve(file + ".sha1")), file);
            assertTrue(Files.exists(files.resolve(file + ".md5")), file);
            gpg(
                    "--verify",
                    files.resolve(file + ".asc").toString(),
                    files.resolve(file).toString());
        }
    }

    @ParameterizedTest
    @MethodSource("modulesWithJars")
    void hasSourcesAndDocumentationInTheirJars(String module) throws IOException {
        boolean java = !module.equals("syr-checkpoint-tiny");
        Set<String> sources = entries(file(module, "-sources.jar"));
        Set<String> documentation = entries(file(module, "-javadoc.jar"));
        assertTrue(
                sources.stream()
                        .anyMatch(name ->
                                java ? name.matches("io/github/syr/.*\\.java") : name.equals("recipe/train.py")),
                sources::toString);
        assertTrue(documentation.contains(java ? "index.html" : "CARD.md"), documentation::toString);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void saysInThePomWhatMavenCentralAsksFor(String module) throws Exception {
        Path pom = file(module, ".pom");
        assertEquals(version, effective(pom, "version"));
        // each module's own
        assertTrue(text(pom, "/project/name").matches("(SYR :: )?\\w.+"), text(pom, "/project/name"));
        assertTrue(text(pom, "/project/description").endsWith("."), text(pom, "/project/description"));

        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("url", URL);
        expected.put("licenses/license/name", "Apache-2.0");
        expected.put("licenses/license/url", "https://www.apache.org/licenses/LICENSE-2.0.txt");
        expected.put("developers/developer/name", "The developers of Segment Your Ring");
        expected.put("developers/developer/url", URL);
        expected.put("scm/connection", "scm:git:" + URL + ".git");
        expected.put("scm/developerConnection", "scm:git:ssh://git@github.com/syr-maven/syr.git");
        expected.put("scm/url", URL);
        Map<String, String> actual = new LinkedHashMap<>();
        for (String field : expected.keySet()) {
            actual.put(field, effective(pom, field));
        }
        assertEquals(expected, actual);
        assertEquals("", text(pom, "//version[contains(., 'SNAPSHOT')]"));
    }

    @Test
    void isAllOfSyrThatAProjectNeeds() throws Exception {
        Path project = Files.createDirectory(folder.resolve("project"));
        // of SYR it holds nothing, and it is this project's alone
        Path local = folder.resolve("local-repository");
        Files.writeString(project.resolve("settings.xml"), "<settings/>");
        Files.writeString(project.resolve("pom.xml"), pomOfAProject());
        Path source = project.resolve("src/main/java/it/Uses.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                package it;

                import io.github.syr.segment.Segmenter;

                public class Uses {
                    public Segmenter segmenter() {
                        return Segmenter.fromClasspath();
                    }
                }
                """);

        String log = maven(
                project,
                "compile",
                "syr:help",
                "syr:download",
                "-s",
                "settings.xml",
                "-Dmaven.repo.local=" + local,
                "-Dsyr.cache=" + folder.resolve("cache"));

        assertTrue(Files.exists(project.resolve("target/classes/it/Uses.class")));
        assertTrue(log.contains("This plugin has 15 goals:"), log);
        assertTrue(log.contains("Downloaded from released: "), log);
        Set<String> used = new TreeSet<>(PUBLISHED.keySet());
        used.remove("syr-cli");
        used.remove("syr-adapter-parent");
        assertEquals(used, foldersOf(local.resolve("io/github/syr")));
        assertEquals(Set.of("released"), originsOf(local.resolve("io/github/syr")));
    }

    /** The checkout that the release plugin makes takes its adapter from the run cache. */
    @Test
    void releasesAnAdapterWithOneTraining() throws Exception {
        Path origin = folder.resolve("origin.git");
        Path project = folder.resolve("released-adapter");
        Path deployed = folder.resolve("deployed");
        run(folder, List.of("git", "init", "-q", "--bare", origin.toString()));
        run(folder, List.of("git", "clone", "-q", origin.toString(), project.toString()));
        Files.writeString(project.resolve("pom.xml"), pomOfAnAdapter(origin, deployed));
        Files.writeString(project.resolve(".gitignore"), "target/\npom.xml.*\nrelease.properties\n");
        Path settings = Files.writeString(folder.resolve("settings.xml"), settings());
        for (String command : List.of(
                "git config user.email release@example.org",
                "git config user.name release",
                "git add -A",
                "git commit -q -m adapter",
                "git push -q origin HEAD")) {
            run(project, List.of(command.split(" ")));
        }
        String forks = "-Dmaven.repo.local=" + folder.resolve("local-repository-of-the-adapter") + " -Dsyr.cache="
                + folder.resolve("cache") + " -Dsyr.dataset="
                + CHECKOUT.resolve("syr-its/src/it-data/rings/rings.json");
        List<String> arguments = new ArrayList<>(List.of(
                RELEASE_PLUGIN + ":prepare",
                RELEASE_PLUGIN + ":perform",
                "-s",
                settings.toString(),
                "-DreleaseVersion=1.0",
                "-DdevelopmentVersion=1.1-SNAPSHOT",
                "-Dtag=v1.0",
                "-Darguments=" + forks));
        arguments.addAll(List.of(forks.split(" ")));
        String log = maven(project, arguments.toArray(String[]::new));

        assertEquals(1, log.split("rank 2: trained, ", -1).length - 1, log);
        assertEquals(1, log.split("rank 2: taken from the run cache", -1).length - 1, log);
        assertTrue(log.contains("(minDice)"), log);
        Path jar = deployed.resolve("it/adapter/1.0/adapter-1.0.jar");
        assertTrue(entries(jar).contains("META-INF/syr/it/adapter/adapter.safetensors"), jar.toString());
        assertTrue(Files.exists(deployed.resolve("it/adapter/1.0/adapter-1.0-cyclonedx.json")));
    }

    private static String pomOfAnAdapter(Path origin, Path deployed) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>io.github.syr</groupId>
                    <artifactId>syr-adapter-parent</artifactId>
                    <version>%1$s</version>
                    <relativePath/>
                  </parent>
                  <groupId>it</groupId>
                  <artifactId>adapter</artifactId>
                  <version>1.0-SNAPSHOT</version>
                  <packaging>syr-adapter</packaging>
                  <scm>
                    <developerConnection>scm:git:%2$s</developerConnection>
                  </scm>
                  <distributionManagement>
                    <repository>
                      <id>deployed</id>
                      <url>%3$s</url>
                    </repository>
                  </distributionManagement>
                  <properties>
                    <syr.format>syr</syr.format>
                    <syr.ranks>2</syr.ranks>
                    <syr.epochs>1</syr.epochs>
                    <syr.minDice>0.1</syr.minDice>
                    <syr.lastReleaseUnavailable>warn</syr.lastReleaseUnavailable>
                  </properties>
                </project>
                """.formatted(version, origin.toUri(), deployed.toUri());
    }

    /** The folder of the release, and what this machine has of others. */
    private static String settings() {
        StringBuilder repositories = new StringBuilder();
        Map.of("released", repository.toUri(), "machine", LOCAL_REPOSITORY.toUri())
                .forEach((id, url) -> repositories.append(
                        "<%1$s><id>%2$s</id><url>%3$s</url></%1$s>".formatted("repository", id, url)));
        return "<settings><profiles><profile><id>release</id><activation><activeByDefault>true</activeByDefault></activation>"
                + "<repositories>" + repositories + "</repositories><pluginRepositories>"
                + repositories.toString().replace("repository>", "pluginRepository>")
                + "</pluginRepositories></profile></profiles></settings>";
    }

    /** An adapter's project: the folder of the release, and what this machine has of others. */
    private static String pomOfAProject() {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>it.release</groupId>
                  <artifactId>adapter</artifactId>
                  <version>1.0</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <repositories>
                    <repository><id>released</id><url>%1$s</url></repository>
                    <repository><id>machine</id><url>%2$s</url></repository>
                  </repositories>
                  <pluginRepositories>
                    <pluginRepository><id>released</id><url>%1$s</url></pluginRepository>
                    <pluginRepository><id>machine</id><url>%2$s</url></pluginRepository>
                  </pluginRepositories>
                  <dependencyManagement>
                    <dependencies>
                      <dependency>
                        <groupId>io.github.syr</groupId>
                        <artifactId>syr-bom</artifactId>
                        <version>%3$s</version>
                        <type>pom</type>
                        <scope>import</scope>
                      </dependency>
                    </dependencies>
                  </dependencyManagement>
                  <dependencies>
                    <dependency>
                      <groupId>io.github.syr</groupId>
                      <artifactId>syr-runtime</artifactId>
                    </dependency>
                    <dependency>
                      <groupId>io.github.syr</groupId>
                      <artifactId>syr-checkpoint-tiny</artifactId>
                      <scope>runtime</scope>
                    </dependency>
                  </dependencies>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>org.apache.maven.plugins</groupId>
                        <artifactId>maven-resources-plugin</artifactId>
                        <version>3.3.1</version>
                      </plugin>
                      <plugin>
                        <groupId>org.apache.maven.plugins</groupId>
                        <artifactId>maven-compiler-plugin</artifactId>
                        <version>3.14.1</version>
                      </plugin>
                      <plugin>
                        <groupId>io.github.syr</groupId>
                        <artifactId>syr-maven-plugin</artifactId>
                        <version>%3$s</version>
                        <configuration>
                          <checkpoint>tiny</checkpoint>
                        </configuration>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(repository.toUri(), LOCAL_REPOSITORY.toUri(), version);
    }

    private static Path file(String module, String rest) {
        return repository.resolve("io/github/syr/%1$s/%2$s/%1$s-%2$s%3$s".formatted(module, version, rest));
    }

    private static Set<String> foldersOf(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory)
                    .map(child -> child.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The repositories that a local repository has a group's files from, as Maven notes it beside each. */
    private static Set<String> originsOf(Path group) throws IOException {
        Set<String> origins = new TreeSet<>();
        try (Stream<Path> all = Files.walk(group)) {
            for (Path notes :
                    all.filter(file -> file.endsWith("_remote.repositories")).toList()) {
                for (String line : Files.readAllLines(notes)) {
                    if (!line.startsWith("#")) {
                        origins.add(line.substring(line.indexOf('>') + 1, line.lastIndexOf('=')));
                    }
                }
            }
        }
        return origins;
    }

    private static Set<String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A field of a POM, its own or that of the parent beside it, which says that nothing is appended to addresses. */
    private static String effective(Path pom, String field) throws Exception {
        String own = text(pom, "/project/" + field);
        if (!own.isEmpty() || text(pom, "/project/parent").isEmpty()) {
            return own;
        }
        assertEquals("syr-parent", text(pom, "/project/parent/artifactId"));
        Path parent = file("syr-parent", ".pom");
        assertEquals("false", text(parent, "/project/@child.project.url.inherit.append.path"));
        for (String address : List.of("connection", "developerConnection", "url")) {
            assertEquals("false", text(parent, "/project/scm/@child.scm." + address + ".inherit.append.path"));
        }
        return text(parent, "/project/" + field);
    }

    private static String text(Path pom, String xpath) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        return XPathFactory.newInstance().newXPath().evaluate(xpath, document).strip();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                if (!source.equals(from)
                        && NOT_COPIED.contains(source.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(source)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                // in a worktree, .git is a file
                if (!NOT_COPIED.contains(source.getFileName().toString())) {
                    Files.copy(source, to.resolve(from.relativize(source)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Links to what is in a folder, but not to what lies in it at a path of these names. */
    private static void link(Path from, Path to, List<String> without) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                Path link = to.resolve(child.getFileName());
                if (!child.endsWith(without.get(0))) {
                    Files.createSymbolicLink(link, child);
                } else if (without.size() > 1) {
                    link(child, link, without.subList(1, without.size()));
                }
            }
        }
    }

    /** In CI the tests run without gpg, too, and fail. */
    static boolean hasGpgOrIsCi() throws InterruptedException {
        return Boolean.getBoolean("ci") || hasGpg();
    }

    private static boolean hasGpg() throws InterruptedException {
        try {
            return new ProcessBuilder("gpg", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void gpg(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("gpg", "--homedir", keys.toString(), "--batch"));
        command.addAll(List.of(arguments));
        run(folder, command);
    }

    private static String maven(Path project, String... arguments) throws Exception {
        boolean windows = File.separatorChar == '\\';
        Path maven = Path.of(System.getProperty("syr.maven"), "bin", windows ? "mvn.cmd" : "mvn");
        List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-Dstyle.color=never"));
        command.addAll(List.of(arguments));
        return run(project, command);
    }

    /** What a command prints, which has to succeed. */
    private static String run(Path where, List<String> command) throws Exception {
        Path log = Files.createTempFile(folder, "log", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // what a failure's message shows is English
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String output = Files.readString(log);
        assertTrue(ended, () -> "ten minutes: " + command + "\n" + output);
        assertEquals(0, process.exitValue(), () -> command + "\n" + output);
        return output;
    }
}
