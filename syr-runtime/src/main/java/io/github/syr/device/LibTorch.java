package io.github.syr.device;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PyTorch's libraries in a folder of the user's: of pip's {@code torch}, or of a libtorch archive.
 *
 * @param libraries the folder that holds them
 * @param version PyTorch's, as {@code 2.7.1}
 * @param flavor of DJL's binding that loads them: {@code cpu}, {@code cu128}
 */
record LibTorch(Path libraries, String version, String flavor) {

    /** The system property that names the folder. */
    static final String PROPERTY = "syr.libtorch";

    /** DJL has one binding for all of CUDA 12. */
    private static final String CUDA_FLAVOR = "cu128";

    private static final String CUDA = "12";

    private static final List<String> NEEDED = List.of("c10", "torch", "torch_cpu");
    private static final List<String> NEEDED_FOR_CUDA = List.of("c10_cuda", "torch_cuda");
    private static final Pattern PYTHON_VERSION = Pattern.compile("(?m)^__version__ = '([^']+)'");
    private static final Pattern PYTHON_CUDA = Pattern.compile("(?m)^cuda\\b[^=]*= '([^']+)'");
    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)(\\S*)");
    private static final Pattern LOCAL_CUDA = Pattern.compile("\\+cu(\\d+)\\d");

    /**
     * Looks at a folder; loads nothing.
     *
     * @param folder {@code torch} or its {@code lib}
     * @param binding the PyTorch that DJL's binding is for
     * @param driver whether there is an NVIDIA driver; libraries for CUDA run on the CPU without one
     * @throws SyrException of kind DEVICE if it isn't a PyTorch that DJL's binding can load
     */
    static LibTorch in(Path folder, String binding, boolean driver) {
        if (!Files.isDirectory(folder)) {
            throw failure(folder, "there is no such folder.", binding);
        }
        Path libraries = Files.isDirectory(folder.resolve("lib")) ? folder.resolve("lib") : folder;
        requireFiles(libraries, NEEDED, binding);
        Build build = Build.of(libraries, binding);
        if (!build.version.equals(binding)) {
            throw failure(
                    folder,
                    "it is PyTorch " + build.version + ", and DJL's binding is for PyTorch " + binding
                            + "; together they would crash Java.",
                    binding);
        }
        if (!areForCuda(libraries) || !driver) {
            return new LibTorch(libraries, build.version, "cpu");
        }
        requireFiles(libraries, NEEDED_FOR_CUDA, binding);
        build.cuda.filter(cuda -> !cuda.equals(CUDA)).ifPresent(cuda -> {
            throw failure(
                    folder,
                    "it is built for CUDA " + cuda + ", and DJL's binding to PyTorch " + binding + " is for CUDA "
                            + CUDA + ".",
                    binding);
        });
        return new LibTorch(libraries, build.version, CUDA_FLAVOR);
    }

    /** Whether libraries are built for CUDA, whatever they are loaded as. */
    static boolean areForCuda(Path libraries) {
        return Files.exists(file(libraries, "torch_cuda"));
    }

    /** What DJL is told, by its names. */
    Map<String, String> settings() {
        return Map.of(
                "PYTORCH_LIBRARY_PATH", libraries.toString(), "PYTORCH_VERSION", version, "PYTORCH_FLAVOR", flavor);
    }

    /**
     * What a PyTorch says of itself.
     *
     * @param cuda the first number of CUDA's version
     */
    private record Build(String version, Optional<String> cuda) {

        static Build of(Path libraries, String binding) {
            Path python = libraries.resolveSibling("version.py");
            Path archive = libraries.resolveSibling("build-version");
            Path file = Files.exists(python) ? python : archive;
            String text;
            try {
                text = Files.readString(file);
            } catch (IOException e) {
                throw failure(
                        libraries,
                        "its version can't be read: " + python + " (pip's torch) or " + archive
                                + " (a libtorch archive) is expected.",
                        binding);
            }
            String whole = file.equals(python) ? group(PYTHON_VERSION, text).orElse("") : text.strip();
            Matcher version = VERSION.matcher(whole);
            if (!version.matches()) {
                throw failure(libraries, "no version such as " + binding + " stands in " + file + ".", binding);
            }
            Optional<String> cuda = group(PYTHON_CUDA, text).map(v -> v.replaceAll("\\..*", ""));
            return new Build(version.group(1), cuda.or(() -> group(LOCAL_CUDA, version.group(2))));
        }

        private static Optional<String> group(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        }
    }

    private static Path file(Path libraries, String name) {
        return libraries.resolve(System.mapLibraryName(name));
    }

    private static void requireFiles(Path libraries, List<String> names, String binding) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (!Files.exists(file(libraries, name))) {
                missing.add(System.mapLibraryName(name));
            }
        }
        if (!missing.isEmpty()) {
            throw failure(libraries, "it lacks " + String.join(", ", missing) + ".", binding);
        }
    }

    private static SyrException failure(Path folder, String problem, String binding) {
        return new SyrException(
                SyrException.Kind.DEVICE,
                PROPERTY + " is " + folder + ": " + problem,
                "Install PyTorch by pip install torch==" + binding + " and name its folder, which"
                        + " python -c \"import torch; print(torch.__path__[0])\" prints.");
    }
}
