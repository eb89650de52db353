package io.github.syr.maven.checkpoint;

import io.github.syr.adapter.AdapterJar;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.build.Repository;
import io.github.syr.message.Request;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.aether.artifact.DefaultArtifact;

/** Brings the adapter that {@code <initialAdapter>} names. */
@Named
@Singleton
public class InitialAdapterResolver {

    private final Repository repository;

    @Inject
    public InitialAdapterResolver(Repository repository) {
        this.repository = repository;
    }

    /**
     * The adapter's weights as a file.
     *
     * @param text a file's name, or Maven coordinates
     * @param output where weights of a jar are unpacked to
     * @throws SyrException if there is no such file, or the jar holds no adapter or several
     */
    public Request.InitialAdapter resolve(String text, Build build, Path output) {
        if (CheckpointSpec.COORDINATES.matcher(text).matches()) {
            Path jar = repository.file(
                    build.repositorySession(),
                    build.projectRepositories(),
                    new DefaultArtifact(text),
                    "the initial adapter");
            return initial(text, unpack(jar, output));
        }
        Path file = file(text, build.project().getBasedir().toPath());
        String name = file.getFileName().toString();
        return initial(name, AdapterJar.isOne(file) ? unpack(file, output) : file);
    }

    private static Request.InitialAdapter initial(String name, Path weights) {
        return new Request.InitialAdapter(name, weights.toAbsolutePath().toString(), Sha256.of(weights));
    }

    private static Path file(String text, Path directory) {
        String why = "and it is not a valid file name";
        try {
            Path file = directory.resolve(text).normalize();
            if (Files.isRegularFile(file)) {
                return file;
            }
            why = "and there is no file " + file;
        } catch (InvalidPathException e) {
            // told below
        }
        throw SyrException.badRequest(
                "initialAdapter \"" + text + "\" is not Maven coordinates, " + why + ".",
                "Name an adapter.safetensors, a jar with a packaged adapter, or its coordinates.");
    }

    private static Path unpack(Path jar, Path output) {
        Path weights = output.resolve("initial-" + AdapterManifest.ADAPTER_FILE);
        AtomicFile.write(weights, AdapterJar.weights(jar).readAll());
        return weights;
    }
}
