package io.github.syr.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import io.github.syr.error.SyrException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AllocatorTest {

    @AfterEach
    void forget() {
        System.clearProperty(Allocator.PROPERTY);
    }

    /** In a process of its own, for it applies to all of one. */
    @Test
    void tensorsAreNotMappedOneByOne() throws Exception {
        assumeTrue(Platform.isLinux() && hasMallinfo2(), "SKIPPED: needs glibc 2.33");
        assertEquals("1", mappedBlocks("false"));
        assertEquals("0", mappedBlocks("true"));
    }

    private static boolean hasMallinfo2() {
        try {
            NativeLibrary.getInstance("c").getFunction("mallinfo2");
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    private static String mappedBlocks(String asked) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint", // no thread that compiles or collects allocates meanwhile
                "-XX:+UseSerialGC",
                "-D" + Allocator.PROPERTY + "=" + asked,
                "-cp",
                System.getProperty("java.class.path"),
                MappedBlocks.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_") || name.startsWith("GLIBC_"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }

    /** Prints how many more blocks are mapped after one of 40 MiB was allocated. */
    static final class MappedBlocks {

        private MappedBlocks() {}

        public static void main(String[] args) {
            Allocator.set(warning -> {
                throw new IllegalStateException(warning);
            });
            long before = mapped();
            long block = Native.malloc(40L << 20);
            long after = mapped();
            Native.free(block);
            System.out.println(after - before);
        }

        private static long mapped() {
            Function mallinfo2 = NativeLibrary.getInstance("c").getFunction("mallinfo2");
            return ((MallInfo) mallinfo2.invoke(MallInfo.class, new Object[0])).numbers[3].longValue(); // hblks
        }
    }

    /** {@code struct mallinfo2}: ten numbers of type size_t. */
    @Structure.FieldOrder("numbers")
    public static final class MallInfo extends Structure implements Structure.ByValue {

        public NativeLong[] numbers = new NativeLong[10];
    }

    @Test
    void nothingIsSetUnlessItIsAsked() {
        Allocator.set(warning -> {
            throw new IllegalStateException(warning);
        });
    }

    @Test
    void refusesAnotherWord() {
        System.setProperty(Allocator.PROPERTY, "yes");
        List<String> warnings = new ArrayList<>();
        SyrException e = assertThrows(SyrException.class, () -> Allocator.set(warnings::add));
        assertEquals("syr.mallopt is \"yes\".", e.problem());
        assertEquals(List.of(), warnings);
    }
}
