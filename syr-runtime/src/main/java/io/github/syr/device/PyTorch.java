package io.github.syr.device;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.checkpoint.Precision;
import io.github.syr.error.SyrException;
import io.github.syr.io.SyrCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Starts DJL's PyTorch: from what is on the machine, never from the net. */
public final class PyTorch {

    private static boolean loaded;

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
        Engine engine = load(threads, warnings);
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
                warnings.accept("This machine has an NVIDIA GPU, and it is not used: " + why(gpus, cuda, areForCuda())
                        + " Running on the CPU.");
            } else if (areForCuda()) {
                warnings.accept("No GPU is used: " + why(gpus, cuda, true) + " Running on the CPU.");
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
                                    : why(gpus, cuda, areForCuda())),
                    "Set the device to cpu or auto to run without it.");
        }
        return Device.gpu(index);
    }

    /**
     * Requires that a device has instructions for a precision. PyTorch computes bfloat16 without them, too, but slower
     * than float32.
     *
     * @throws SyrException if the processor has none, or doesn't say
     */
    public static void require(Precision precision, Device device) {
        require(precision, device, Processor::ofThisMachine);
    }

    static void require(Precision precision, Device device, Supplier<Processor> processor) {
        if (precision == Precision.BFLOAT16
                && !device.isGpu()
                && !processor.get().hasBfloat16()) {
            throw new SyrException(
                    SyrException.Kind.DEVICE,
                    "This processor has no instructions for bfloat16: /proc/cpuinfo names none of "
                            + String.join(", ", Processor.BFLOAT16) + ".",
                    "Take float32, the default; bfloat16 would be slower here.");
        }
    }

    /**
     * Whether oneDNN's matrix products are faster on a device than those that PyTorch takes by itself: on processors
     * with AVX-512 that are not Intel's (AMD Zen 4: by 1.3 to 1.6).
     */
    public static boolean prefersOneDnn(Device device) {
        return !device.isGpu() && Processor.ofThisMachine().prefersOneDnn();
    }

    private static int gpuIndex(String device) {
        if (!device.matches("gpu:\\d{1,3}")) {
            throw SyrException.badRequest(
                    "The device \"" + device + "\" is unknown.", "Devices are auto, cpu, gpu, gpu:1.");
        }
        return Integer.parseInt(device.substring(4));
    }

    /** @param forCuda whether the libraries are built for CUDA, whatever this machine has */
    static String why(int gpus, boolean cuda, boolean forCuda) {
        if (!cuda && forCuda) {
            return "the PyTorch libraries that were loaded are built for CUDA, and CUDA can't be used: there is no NVIDIA"
                    + " driver, or it is too old. Look with nvidia-smi.";
        }
        if (!cuda) {
            return "the PyTorch libraries that were loaded are built for the CPU. Install a PyTorch with CUDA (pip install torch=="
                    + Engine.getInstance().getVersion().replaceAll("[-+].*", "")
                    + ") and name its folder by -D" + LibTorch.PROPERTY + "=FOLDER; see docs/gpu.md.";
        }
        return gpus == 0 ? "CUDA finds no GPU; look at the driver with nvidia-smi." : "CUDA can't be used.";
    }

    /** Whether the operating system has an NVIDIA driver, whatever PyTorch thinks of it. */
    private static boolean gpuSeen() {
        return Stream.of("/proc/driver/nvidia/version", "/dev/nvidiactl", "C:\\Windows\\System32\\nvcuda.dll")
                .anyMatch(file -> Files.exists(Path.of(file)));
    }

    private static synchronized Engine load(int threads, Consumer<String> warnings) {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        if (System.getenv("DJL_CACHE_DIR") == null) {
            setDefault("DJL_CACHE_DIR", SyrCache.root().resolve("djl").toString());
        }
        setDefault(
                "ai.djl.pytorch.num_threads",
                Integer.toString(
                        threads > 0 ? threads : Processor.ofThisMachine().cores()));
        setDefault("ai.djl.pytorch.num_interop_threads", "1");
        setDefault("ai.djl.pytorch.graph_optimizer", "false");
        if (!loaded) {
            Allocator.set(warnings);
            libTorch();
            requireNatives();
        }
        try {
            Engine engine = Engine.getEngine("PyTorch");
            if (!loaded) {
                startVectorMath(engine);
            }
            loaded = true;
            return engine;
        } catch (RuntimeException | LinkageError e) {
            throw NativeLibraries.unloadable(e);
        }
    }

    /**
     * Calls one of MKL's vector functions on one thread. At its first call in a process MKL chooses the variant for the
     * processor; threads that call it at once may take different ones, and a result's last bits are then different from
     * those of other processes.
     */
    private static void startVectorMath(Engine engine) {
        try (NDManager manager = engine.newBaseManager(Device.cpu());
                NDArray one = manager.create(1f)) {
            one.sin().close();
        }
    }

    /** Tells DJL of the user's PyTorch, if one is named. */
    private static void libTorch() {
        String folder = System.getProperty(LibTorch.PROPERTY, "");
        if (folder.isBlank()) {
            return;
        }
        String variable = System.getenv("PYTORCH_LIBRARY_PATH");
        if (variable != null) {
            throw new SyrException(
                    SyrException.Kind.DEVICE,
                    LibTorch.PROPERTY + " is " + folder + ", and the environment's PYTORCH_LIBRARY_PATH is " + variable
                            + ".",
                    "Set one of the two.");
        }
        LibTorch found = LibTorch.in(Path.of(folder), onClassPath().bindingVersion(), gpuSeen());
        found.settings().forEach(System::setProperty);
    }

    /** Natives of the class path are looked at before they are loaded; those that a path points at are the user's. */
    private static void requireNatives() {
        if (setting("PYTORCH_LIBRARY_PATH").isEmpty()) {
            onClassPath().require();
        }
    }

    private static boolean areForCuda() {
        return setting("PYTORCH_LIBRARY_PATH")
                .map(libraries -> LibTorch.areForCuda(Path.of(libraries)))
                .orElseGet(() -> onClassPath().areForCuda());
    }

    private static NativeLibraries onClassPath() {
        return new NativeLibraries(
                Stream.of(Thread.currentThread().getContextClassLoader(), PyTorch.class.getClassLoader())
                        .filter(Objects::nonNull)
                        .toList(),
                NativeLibraries.platform(),
                Path.of(setting("DJL_CACHE_DIR").orElseThrow()));
    }

    /** As DJL looks settings up. */
    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name)).or(() -> Optional.ofNullable(System.getProperty(name)));
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

    /** The physical cores that this process may use. */
    public static int cores() {
        return Processor.ofThisMachine().cores();
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
