package io.github.syr.maven.checkpoint;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.build.Repository;
import io.github.syr.message.Request;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/** Finds the base checkpoint, or brings it, and knows it by its SHA-256. */
@Named
@Singleton
public class CheckpointResolver {

    private static final String TINY_GROUP = "io.github.syr";
    private static final String TINY_ARTIFACT = "syr-checkpoint-tiny";

    private final Repository repository;
    private final RemoteCheckpoints remote;

    @Inject
    public CheckpointResolver(Repository repository, RemoteCheckpoints remote) {
        this.repository = repository;
        this.remote = remote;
    }

    /**
     * The checkpoint, whole and verified.
     *
     * @throws SyrException if it can't be had, or is another than {@code <checkpointSha256>} says
     */
    public ResolvedCheckpoint resolve(CheckpointRequest request, Build build, CheckpointStore store)
            throws InterruptedException {
        CheckpointSpec spec = request.spec();
        if (spec instanceof CheckpointSpec.Tiny) {
            return tiny(request, build, store);
        } else if (spec instanceof CheckpointSpec.Known known) {
            KnownCheckpoint meta = known.checkpoint();
            requireSha256(request, meta.sha256(), meta.uri());
            Path file = remote.fetch(
                    new RemoteCheckpoint(meta.uri(), meta.fileName(), meta.sha256(), meta.bytes(), true),
                    request,
                    build,
                    store);
            return resolved(
                    request, request.text(), file, meta.sha256(), meta.uri().toString(), Optional.empty());
        } else if (spec instanceof CheckpointSpec.Url url) {
            return url(request, url.uri(), build, store);
        } else if (spec instanceof CheckpointSpec.LocalFile file) {
            String name = file.path().getFileName().toString();
            return resolved(
                    request,
                    name,
                    file.path(),
                    CheckpointStore.sha256(ByteSource.of(file.path())),
                    name,
                    Optional.empty());
        }
        return coordinates(request, ((CheckpointSpec.InRepository) spec).artifact(), build, store);
    }

    private static ResolvedCheckpoint tiny(CheckpointRequest request, Build build, CheckpointStore store) {
        for (var candidate : build.pluginArtifacts()) {
            if (candidate.getGroupId().equals(TINY_GROUP)
                    && candidate.getArtifactId().equals(TINY_ARTIFACT)
                    && candidate.getFile() != null) {
                CheckpointJar jar = CheckpointJar.in(candidate.getFile().toPath())
                        .orElseThrow(() -> SyrException.badData(
                                candidate.getFile(),
                                "holds no checkpoint in " + CheckpointJar.FOLDER + ".",
                                "Delete it from the local repository, so that Maven gets it again."));
                Artifact artifact = new DefaultArtifact(TINY_GROUP, TINY_ARTIFACT, "jar", candidate.getBaseVersion());
                return resolved(
                        request,
                        request.text(),
                        jar.unpack(store, "sam_tiny"),
                        jar.sha256(),
                        source(artifact),
                        Optional.of(artifact));
            }
        }
        throw SyrException.badRequest(
                "The tiny checkpoint, " + TINY_GROUP + ":" + TINY_ARTIFACT
                        + ", is not among the plugin's dependencies.",
                "It is one by default: remove the exclusion, or name another <checkpoint>.");
    }

    private ResolvedCheckpoint url(CheckpointRequest request, URI uri, Build build, CheckpointStore store)
            throws InterruptedException {
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^\\w.-]", "_");
        String sha256 = request.sha256().orElseThrow();
        Path file = remote.fetch(
                new RemoteCheckpoint(
                        uri, name.matches("\\.*") ? "checkpoint" : name, sha256, OptionalLong.empty(), false),
                request,
                build,
                store);
        String published = withoutSecrets(uri);
        return resolved(request, published, file, sha256, published, Optional.empty());
    }

    /** Neither a password nor a signed query belongs into {@code adapter.json}. */
    private static String withoutSecrets(URI uri) {
        try {
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private ResolvedCheckpoint coordinates(
            CheckpointRequest request, Artifact artifact, Build build, CheckpointStore store) {
        Path file = repository.file(
                build.repositorySession(), build.projectRepositories(), artifact, "the base checkpoint");
        if (!artifact.getExtension().equals("jar")) {
            return resolved(
                    request,
                    request.text(),
                    file,
                    CheckpointStore.sha256(ByteSource.of(file)),
                    source(artifact),
                    Optional.of(artifact));
        }
        CheckpointJar jar = CheckpointJar.in(file)
                .orElseThrow(
                        () -> SyrException.badData(
                                file,
                                artifact + " holds no checkpoint: no file " + CheckpointJar.FOLDER
                                        + "/<SHA-256>.pth or .safetensors.",
                                "Name the artifact that does; a bare checkpoint has its extension in its coordinates, as group:artifact:pth:version."));
        Path unpacked = jar.unpack(store, artifact.getArtifactId());
        return resolved(request, request.text(), unpacked, jar.sha256(), source(artifact), Optional.of(artifact));
    }

    private static String source(Artifact artifact) {
        boolean plain = artifact.getExtension().equals("jar")
                && artifact.getClassifier().isEmpty();
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + (plain ? "" : ":" + artifact.getExtension())
                + (artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier()) + ":"
                + artifact.getVersion();
    }

    private static ResolvedCheckpoint resolved(
            CheckpointRequest request,
            String name,
            Path file,
            String sha256,
            String source,
            Optional<Artifact> artifact) {
        requireSha256(request, sha256, file);
        return new ResolvedCheckpoint(
                new Request.Checkpoint(name, file.toAbsolutePath().toString(), sha256, source, request.decoderHeads()),
                artifact);
    }

    private static void requireSha256(CheckpointRequest request, String found, Object file) {
        request.sha256().ifPresent(expected -> {
            if (!expected.equals(found)) {
                throw SyrException.badData(
                        file,
                        "its SHA-256 is " + found + ", but checkpointSha256 is " + expected + ".",
                        "Correct one of them.");
            }
        });
    }
}
