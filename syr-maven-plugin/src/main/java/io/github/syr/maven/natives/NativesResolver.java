package io.github.syr.maven.natives;

import io.github.syr.error.SyrException;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.build.JarContent;
import io.github.syr.maven.build.Repository;
import io.github.syr.maven.build.Versions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * PyTorch's native libraries for the machine that runs, which need not be the one that SYR was built on: those that the
 * user declares as a plugin dependency or has installed, else DJL's for the CPU.
 */
@Named
@Singleton
public class NativesResolver {

    private static final String MARKER = "native/lib/pytorch.properties";
    private static final Pattern COORDINATES = Pattern.compile("[^\\s:]+:[^\\s:]+(:[^\\s:]+){1,3}");

    private final Repository repository;

    @Inject
    public NativesResolver(Repository repository) {
        this.repository = repository;
    }

    /**
     * The jar of natives to add to the worker's class path; none where they are there already.
     *
     * @param natives {@code auto}, {@code none} or Maven coordinates
     * @param environment of the worker
     * @throws SyrException if there are none for this machine, or they can't be resolved
     */
    public Optional<Path> resolve(Build build, String natives, Map<String, String> environment) {
        if (natives.equals("none")) {
            return Optional.empty();
        }
        if (natives.equals("auto")) {
            if (environment.containsKey("PYTORCH_LIBRARY_PATH") || declared(build.pluginFiles())) {
                return Optional.empty();
            }
            return Optional.of(resolve(build, Platform.ofThisMachine()));
        }
        if (!COORDINATES.matcher(natives).matches()) {
            throw SyrException.badRequest(
                    "natives is \"" + natives + "\".",
                    "It must be auto, none, or Maven coordinates as ai.djl.pytorch:pytorch-native-cpu:jar:linux-x86_64:"
                            + Versions.ofThisPlugin().pytorch() + ".");
        }
        return Optional.of(file(build, new DefaultArtifact(natives)));
    }

    /**
     * DJL's natives for the CPU of a platform.
     *
     * @throws SyrException if they can't be resolved
     */
    public Path resolve(Build build, Platform platform) {
        return file(build, artifact(platform, Versions.ofThisPlugin().pytorch()));
    }

    private static boolean declared(List<Path> pluginFiles) {
        return pluginFiles.stream().anyMatch(file -> JarContent.has(file, MARKER));
    }

    static Artifact artifact(Platform platform, String version) {
        return new DefaultArtifact("ai.djl.pytorch", "pytorch-native-cpu", platform.classifier(), "jar", version);
    }

    private Path file(Build build, Artifact artifact) {
        return repository.file(build.repositorySession(), build.pluginRepositories(), artifact, "PyTorch's natives");
    }
}
