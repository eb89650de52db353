package io.github.syr.device;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.github.syr.error.SyrException;
import io.github.syr.io.SyrCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** Starts DJL's PyTorch: from what is on the machine, never from the net. */
public final class PyTorch {

    private static final String NATIVES = "native/lib/pytorch.properties";

    private PyTorch() {}

    /**
     * Loads PyTorch (once per process) and chooses a device.
     *
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:1}
     * @param threads for one operation; 0 takes the physical cores; only the first start of a process decides
     * @param warnings takes a sentence where {@code auto} passes over a GPU
     * @throws SyrException if there are no natives, or the requested GPU isn't there
     */
    public static Device start(String device, int threads, Consumer<String> warnings) {
        Engine engine = load(threads);
        int gpus = engine.getGpuCount();
        boolean cuda = engine.hasCapability("CUDA");
        if (device.equals("cpu")) {
            return Device.cpu();
        }
        if (device.equals("auto")) {
            if (gpus > 0 && cuda) {
                return Device.gpu();
            }
            if (gpuSeen()) {
                warnings.accept("This machine has an NVIDIA GPU, and it is not used: " + why(gpus, cuda)
                        + " Running on the CPU.");
            }
            return Device.cpu();
        }
        int index = device.equals("gpu") ? 0 : gpuIndex(device);
        if (!cuda || index >= gpus) {
            throw new SyrException(
                    SyrException.Kind.DEVICE,
                    "The device " + device + " isn't there: "
                            + (cuda && gpus > 0
                                    ? "this machine has " + gpus + " GPU(s), counted from gpu:0."
                                    : why(gpus, cuda)),
                    "Set the device to cpu or auto to run without it.");
        }
        return Device.gpu(index);
    }

    private static int gpuIndex(String device) {
        if (!device.matches("gpu:\\d{1,3}")) {
            throw SyrException.badRequest(
                    "The device \"" + device + "\" is unknown.", "Devices are auto, cpu, gpu, gpu:1.");
        }
        return Integer.parseInt(device.substring(4));
    }

    private static String why(int gpus, boolean cuda) {
        if (!cuda) {
            return "the PyTorch libraries that were loaded are built for the CPU. Install a PyTorch with CUDA (pip install torch=="
                    + Engine.getInstance().getVersion().replaceAll("[-+].*", "")
                    + ") and point PYTORCH_LIBRARY_PATH at its torch/lib, with PYTORCH_VERSION and PYTORCH_FLAVOR=cu128.";
        }
        return gpus == 0 ? "CUDA finds no GPU; look at the driver with nvidia-smi." : "CUDA can't be used.";
    }

    /** Whether the operating system has an NVIDIA driver, whatever PyTorch thinks of it. */
    private static boolean gpuSeen() {
        return Files.exists(Path.of("/proc/driver/nvidia/version")) || Files.exists(Path.of("/dev/nvidia0"));
    }

    private static synchronized Engine load(int threads) {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        if (System.getenv("DJL_CACHE_DIR") == null) {
            setDefault("DJL_CACHE_DIR", SyrCache.root().resolve("djl").toString());
        }
        setDefault("ai.djl.pytorch.num_threads", Integer.toString(threads > 0 ? threads : Cores.physical()));
        setDefault("ai.djl.pytorch.num_interop_threads", "1");
        setDefault("ai.djl.pytorch.graph_optimizer", "false");
        requireNatives();
        try {
            return Engine.getEngine("PyTorch");
        } catch (RuntimeException | LinkageError e) {
            throw new SyrException(
                    SyrException.Kind.DEVICE, "PyTorch's native libraries can't be loaded: " + deepest(e), remedy(), e);
        }
    }

    private static void requireNatives() {
        boolean onClassPath = Thread.currentThread().getContextClassLoader() != null
                        && Thread.currentThread().getContextClassLoader().getResource(NATIVES) != null
                || PyTorch.class.getClassLoader().getResource(NATIVES) != null;
        if (!onClassPath
                && System.getenv("PYTORCH_LIBRARY_PATH") == null
                && System.getProperty("PYTORCH_LIBRARY_PATH") == null) {
            throw new SyrException(
                    SyrException.Kind.DEVICE,
                    "PyTorch's native libraries are not on the class path, and SYR downloads nothing.",
                    remedy());
        }
    }

    private static String remedy() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String platform = os.startsWith("mac")
                ? "osx-aarch64"
                : os.startsWith("win") ? "win-x86_64" : arm ? "linux-aarch64" : "linux-x86_64";
        String artifact = platform.equals("linux-aarch64") ? "pytorch-native-cpu-precxx11" : "pytorch-native-cpu";
        return """
                Add them to the application, with the version from syr-bom:
                <dependency>
                  <groupId>ai.djl.pytorch</groupId>
                  <artifactId>%s</artifactId>
                  <classifier>%s</classifier>
                  <scope>runtime</scope>
                </dependency>""".formatted(artifact, platform);
    }

    private static String deepest(Throwable e) {
        while (e.getCause() != null) {
            e = e.getCause();
        }
        return e.toString();
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** PyTorch's version, DJL's, by name; for files that say what made them. */
    public static java.util.Map<String, String> versions() {
        return java.util.Map.of(
                "djl",
                Engine.getDjlVersion(),
                "pytorch",
                Engine.getEngine("PyTorch").getVersion());
    }

    /** How many threads an operation takes. */
    public static int threads() {
        return Integer.getInteger("ai.djl.pytorch.num_threads");
    }

    /** A device as users name it: {@code cpu}, {@code gpu:0}. */
    public static String name(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    /** The kind of a device: {@code cpu}, {@code gpu}. */
    public static String kind(Device device) {
        return device.isGpu() ? "gpu" : "cpu";
    }
}
