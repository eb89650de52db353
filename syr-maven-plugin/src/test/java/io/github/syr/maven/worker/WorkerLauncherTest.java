package io.github.syr.maven.worker;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import io.github.syr.message.Event;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class WorkerLauncherTest {

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();
    private final WorkerLauncher launcher = new WorkerLauncher(FakeWorker.class.getName());

    private Path output() {
        return folder.resolve("a target's \"syr\"".replace("\"", File.separatorChar == '/' ? "\"" : "_"));
    }

    private Request request() {
        return new Request(
                Request.SCHEMA,
                Request.Task.TRAIN,
                output().toString(),
                Optional.empty(),
                new Request.DataSource(
                        "data", Request.Format.AUTO, List.of(), Optional.empty(), Request.MaskRules.DEFAULT),
                new Request.Training(
                        List.of(4),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        1,
                        OptionalDouble.empty(),
                        5,
                        20,
                        OptionalInt.empty(),
                        0),
                new Request.Execution("cpu", 2));
    }

    private Fork fork(String... jvmArguments) {
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        List<String> arguments = new ArrayList<>(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
        arguments.addAll(List.of(jvmArguments));
        return new Fork(
                Fork.javaOfThisJvm(), classPath, arguments, Map.of("USER_VARIABLE", "a b"), folder.resolve("cache"));
    }

    private Event.Result run(String... jvmArguments) throws Exception {
        return launcher.run(request(), fork(jvmArguments), Instant.EPOCH, events::add);
    }

    private String log() throws Exception {
        return Files.readString(new OutputLayout(output()).log());
    }

    /** It goes on when the listener has done what it asks for. */
    @Test
    void answersAWorkerThatAsks() throws Exception {
        assertEquals(List.of("10 10"), run("-Dfake=asks").lines());
        assertEquals(List.of(new Event.Wanted("a"), new Event.Wanted("b")), events);
    }

    @Test
    void runsAWorkerAndHearsWhatItSays() throws Exception {
        Event.Result result = run("-Dfake=done");
        assertEquals(
                List.of(
                        "task TRAIN",
                        "cache " + folder.resolve("cache"),
                        "parent true",
                        "offline true",
                        "tracking true",
                        "omp 2",
                        "malloc 1073741824",
                        "user a b"),
                result.lines());
        assertEquals(3, events.size());
        assertEquals(new Event.Started("cpu", 2, Map.of("djl", "0.36.0")), events.get(0));
        assertEquals(new Event.Note(Event.Level.WARN, "ünder ✓"), events.get(2));
        assertEquals(request(), Request.read(new OutputLayout(output()).request()));
    }

    @Test
    void putsWhatIsNoEventIntoTheLog() throws Exception {
        run("-Dfake=done");
        assertTrue(log().startsWith("== "), log());
        assertTrue(log().contains("Loading: some library says hällo"), log());
        assertTrue(log().contains("standard error of the worker"), log());
        assertFalse(log().contains(Event.PREFIX), log());
    }

    @Test
    void keepsTheLogOfThisBuildAndNoEarlierOne() throws Exception {
        run("-Dfake=done");
        run("-Dfake=done");
        assertEquals(2, log().lines().filter(line -> line.startsWith("== ")).count());
        Files.setLastModifiedTime(
                new OutputLayout(output()).log(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        launcher.run(request(), fork("-Dfake=done"), Instant.now().minusSeconds(60), events::add);
        assertEquals(1, log().lines().filter(line -> line.startsWith("== ")).count());
    }

    @Test
    void throwsWhatTheWorkerSaysIsWrong() {
        var e = assertThrows(SyrException.class, () -> run("-Dfake=refused"));
        assertEquals(SyrException.Kind.BAD_DATA, e.kind());
        assertEquals("ring.jpg: is empty. Take the photograph again.", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "134, it was aborted",
        "137, it was killed (SIGKILL)",
        "139, native code touched memory that isn't its own (SIGSEGV)",
        "0, it went away as if all were well",
        "150, signal 22 ended it",
        "77, it said nothing"
    })
    void tellsACrashByItsExitCode(int code, String cause) {
        var e = assertThrows(WorkerCrashedException.class, () -> run("-Dfake=exit", "-Dcode=" + code));
        String message = e.getMessage();
        assertTrue(message.startsWith("The worker ended without a result: " + cause), message);
        assertTrue(message.contains("(exit code " + code + ")"), message);
        assertTrue(message.matches("(?s).*Command: \\S+ '@.*worker\\.args'\\R.*"), message);
        assertTrue(message.contains("MALLOC_MMAP_THRESHOLD_") && message.contains("USER_VARIABLE"), message);
        assertFalse(message.contains("a b"), message);
        assertTrue(message.contains("Log: " + new OutputLayout(output()).log()), message);
        assertTrue(message.contains("  last words"), message);
    }

    @Test
    void namesTheCrashReportThatJavaLeft() throws Exception {
        Files.createDirectories(output());
        WorkerLog log = new WorkerLog(new OutputLayout(output()).log());
        log.begin("command", Instant.EPOCH);
        Path report = output().resolve("crash").resolve("hs_err_42.log");
        Files.createDirectories(report.getParent());
        Files.writeString(report, "#");
        String message =
                new CrashReport(134, 42, new WorkerCommand(List.of("java"), List.of(), Map.of()), log).message();
        assertTrue(message.contains("Java's crash report: " + report), message);
    }

    /** Java's report tells the arguments of its command line. */
    @Test
    @Timeout(10)
    void keepsWhatJavaReportsOfACrashFromOtherUsers() {
        var e = assertThrows(
                WorkerCrashedException.class, () -> run("-XX:-CreateCoredumpOnCrash", "-Dfake=fault", "-Dtoken=hush"));
        String message = e.getMessage();
        assertTrue(
                message.contains("  with the JVM arguments -Xmx, -XX:TieredStopAtLevel, -XX:-CreateCoredumpOnCrash,"
                        + " -Dfake, -Dtoken"),
                message);
        assertFalse(message.contains("hush"), message);
        Matcher report = Pattern.compile("Java's crash report: (.*)").matcher(message);
        assertTrue(report.find(), message);
        Path file = Path.of(report.group(1));
        assertEquals(output().resolve("crash"), file.getParent());
        assertAll(
                () -> assertTrue(Files.readString(file).contains("hush"), "so it has to be kept from others"),
                () -> assertFalse(log().contains("hush"), log()),
                () -> assertEquals("rwx------", permissions(file.getParent())),
                () -> assertEquals("rw-------", permissions(file)));
    }

    private static String permissions(Path file) throws Exception {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                ? PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                : Files.isDirectory(file) ? "rwx------" : "rw-------";
    }

    @Test
    @Timeout(10)
    void tellsNoValueOfAnArgumentThatJavaRefuses() {
        var e = assertThrows(WorkerCrashedException.class, () -> run("-dtoken=hush"));
        assertTrue(e.getMessage().contains("Unrecognized option: -dtoken…"), e.getMessage());
        assertFalse(e.getMessage().contains("hush"), e.getMessage());
    }

    @Test
    @Timeout(10)
    void hearsAnEventBehindALibrarysUnfinishedLine() throws Exception {
        assertEquals(List.of("done"), run("-Dfake=unfinished").lines());
        assertEquals(List.of(new Event.Note(Event.Level.INFO, "behind it")), events);
        assertTrue(log().lines().toList().containsAll(List.of("a library's unfinished line", "and another")), log());
        assertFalse(log().contains(Event.PREFIX), log());
    }

    @Test
    @Timeout(10)
    void escapesWhatTheLogsTailHolds() {
        var e = assertThrows(WorkerCrashedException.class, () -> run("-Dfake=escapes"));
        assertTrue(e.getMessage().contains("  clears \\u001b[2J the screen"), e.getMessage());
        assertFalse(e.getMessage().contains("\u001b"), e.getMessage());
    }

    @Test
    void takesAResultBeforeACrashForACrash() {
        assertThrows(WorkerCrashedException.class, () -> run("-Dfake=lies"));
    }

    @Test
    void failsAtAnEventThatIsBroken() throws Exception {
        var e = assertThrows(WorkerCrashedException.class, () -> run("-Dfake=malformed"));
        assertTrue(e.getMessage().startsWith("The worker's output can't be understood: "), e.getMessage());
        assertTrue(log().contains("{\"event\":\"note\"}"), log());
    }

    @Test
    void letsNothingOfTheEnvironmentThroughButWhatIsNeeded() throws Exception {
        Set<String> names = Set.copyOf(run("-Dfake=environment").lines());
        assertTrue(
                names.containsAll(Set.of(
                        "MALLOC_MMAP_THRESHOLD_",
                        "MALLOC_ARENA_MAX",
                        "GOMP_SPINCOUNT",
                        "OMP_NUM_THREADS",
                        "USER_VARIABLE")),
                names.toString());
        Set<String> others = new TreeSet<>(names);
        others.removeIf(name -> name.matches(
                "PATH|HOME|TMPDIR|LANG|LANGUAGE|LD_LIBRARY_PATH|USER_VARIABLE|(LC|CUDA|NVIDIA|PYTORCH|OMP|MKL|MALLOC|GOMP)_.*"
                        + "|(?i:SYSTEMROOT|SYSTEMDRIVE|WINDIR|USERPROFILE|TEMP|TMP)"));
        // what the operating system gives every process is nobody's
        others.removeAll(Set.of("__CF_USER_TEXT_ENCODING", "_"));
        assertEquals(Set.of(), others);
        // surefire sets it for this JVM, and for no other: it is the token of a build
        assertEquals("token", System.getenv("SYR_TEST_SECRET"));
    }

    @Test
    void takesTheUsersSettingsOverTheShellsOverItsOwn() {
        Map<String, String> shell = Map.of(
                "MALLOC_TRIM_THRESHOLD_",
                "1",
                "OMP_NUM_THREADS",
                "7",
                "Path",
                "p",
                "LC_ALL",
                "C",
                "GITHUB_TOKEN",
                "secret",
                "JAVA_TOOL_OPTIONS",
                "-javaagent:x",
                "MAVEN_OPTS",
                "-Dpassword=1",
                "PYTORCH_LIBRARY_PATH",
                "/torch");
        assertEquals(
                Map.of(
                        "MALLOC_MMAP_THRESHOLD_",
                        "5",
                        "MALLOC_TRIM_THRESHOLD_",
                        "1",
                        "MALLOC_ARENA_MAX",
                        "1",
                        "GOMP_SPINCOUNT",
                        "10000",
                        "OMP_NUM_THREADS",
                        "2",
                        "Path",
                        "p",
                        "LC_ALL",
                        "C",
                        "PYTORCH_LIBRARY_PATH",
                        "/torch"),
                WorkerEnvironment.of(shell, new Request.Execution("cpu", 2), Map.of("MALLOC_MMAP_THRESHOLD_", "5")));
        assertEquals(
                "7",
                WorkerEnvironment.of(shell, new Request.Execution("cpu", 0), Map.of())
                        .get("OMP_NUM_THREADS"));
    }

    @Test
    void keepsWhatTheUserTellsTheJvmFromOtherUsers() throws Exception {
        run("-Dfake=done", "-Dpassword=hush \"quoted\" back\\slash");
        Path arguments = output().resolve("worker.args");
        assertTrue(Files.readString(arguments).contains("-Dpassword=hush \\\"quoted\\\" back\\\\slash"), "in the file");
        assertFalse(log().contains("hush"), log());
        assertFalse(Files.readString(new OutputLayout(output()).request()).contains("hush"));
        if (Files.getFileStore(arguments).supportsFileAttributeView("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(arguments)));
        }
    }

    @Test
    void saysWhatJavaRefuses() {
        var e = assertThrows(WorkerCrashedException.class, () -> run("-XX:NoSuchOption"));
        assertTrue(e.getMessage().contains("NoSuchOption"), e.getMessage());
        assertTrue(e.getMessage().contains("(exit code 1)"), e.getMessage());
    }

    @Test
    void saysThatThereIsNoJava() {
        Fork fork = new Fork(folder.resolve("java"), List.of(), List.of(), Map.of(), folder);
        var e = assertThrows(
                WorkerCrashedException.class, () -> launcher.run(request(), fork, Instant.EPOCH, events::add));
        assertTrue(e.getMessage().startsWith("The worker can't be started: "), e.getMessage());
    }

    @Test
    void killsTheWorkerOfAnInterruptedBuild() throws Exception {
        CompletableFuture<Long> pid = new CompletableFuture<>();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread build = new Thread(() -> {
            try {
                launcher.run(
                        request(),
                        fork("-Dfake=sleep"),
                        Instant.EPOCH,
                        event -> pid.complete(
                                Long.valueOf(((Event.Note) event).text().substring(4))));
                end.complete(null);
            } catch (Throwable e) {
                end.complete(e);
            }
        });
        build.start();
        ProcessHandle worker = ProcessHandle.of(pid.get(60, TimeUnit.SECONDS)).orElseThrow();
        assertTrue(worker.isAlive());
        build.interrupt();
        assertTrue(end.get(30, TimeUnit.SECONDS) instanceof InterruptedException, "interrupted");
        worker.onExit().get(10, TimeUnit.SECONDS);
        assertFalse(worker.isAlive());
    }

    @Test
    void holdsThePipeThatAWorkerLivesBy() throws Exception {
        Request request = request();
        CompletableFuture<Event.Result> end = CompletableFuture.supplyAsync(() -> {
            try {
                return launcher.run(request, fork("-Dfake=until-closed"), Instant.EPOCH, events::add);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Path pid = output().resolve("pid");
        while (!Files.exists(pid) || Files.size(pid) == 0) {
            Thread.sleep(20);
        }
        assertFalse(end.isDone());
        ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow().destroyForcibly();
        ExecutionException ended = assertThrows(ExecutionException.class, () -> end.get(30, TimeUnit.SECONDS));
        assertInstanceOf(WorkerCrashedException.class, ended.getCause().getCause());
    }
}
