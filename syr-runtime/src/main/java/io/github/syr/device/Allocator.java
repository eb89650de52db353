package io.github.syr.device;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.github.syr.error.SyrException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Sets glibc's allocator from inside, for an application whose environment can't be set: one arena, and thresholds from
 * which blocks are mapped and given back that no tensor reaches. See {@code docs/containers.md}.
 */
final class Allocator {

    /** The system property that asks for it: {@code true}. It applies to the whole process. */
    static final String PROPERTY = "syr.mallopt";

    private static final int BYTES = 1 << 30;

    /** Parameters of {@code mallopt(3)}, numbers of {@code malloc.h}. */
    private static final Map<Integer, Integer> PARAMETERS = new TreeMap<>(Map.of(
            -1, BYTES, // M_TRIM_THRESHOLD
            -3, BYTES, // M_MMAP_THRESHOLD
            -8, 1)); // M_ARENA_MAX

    private Allocator() {}

    /**
     * Sets it where the property asks for it. Threads that have allocated before keep their arenas.
     *
     * @param warnings takes a sentence where the C library has no such settings
     */
    static void set(Consumer<String> warnings) {
        String asked = System.getProperty(PROPERTY, "false");
        if (asked.equals("false")) {
            return;
        }
        if (!asked.equals("true")) {
            throw SyrException.badRequest(PROPERTY + " is \"" + asked + "\".", "Set it to true or false.");
        }
        if (!Platform.isLinux() || !isSet()) {
            warnings.accept(PROPERTY + " has no effect: this system's C library is not glibc.");
        }
    }

    private static boolean isSet() {
        try {
            Function mallopt = NativeLibrary.getInstance("c").getFunction("mallopt");
            return PARAMETERS.entrySet().stream()
                    .allMatch(each -> mallopt.invokeInt(new Object[] {each.getKey(), each.getValue()}) == 1);
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }
}
