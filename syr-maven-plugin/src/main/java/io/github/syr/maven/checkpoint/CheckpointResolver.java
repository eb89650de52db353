package io.github.syr.maven.checkpoint;

import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteSource;
import io.github.syr.maven.Build;
import io.github.syr.maven.Repository;
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
    public ResolvedCheckpoint resolve(CheckpointWish wish, Build build, CheckpointStore store) throws InterruptedException {
        CheckpointSpec spec = wish.spec();
        if (spec instanceof CheckpointSpec.Tiny) {
            return tiny(wish, build, store);
        } else if (spec instanceof CheckpointSpec.Known known) {
            KnownCheckpoint meta = known.checkpoint();
            requireSha256(wish, meta.sha256(), meta.uri());
            Path file = remote.fetch(new RemoteCheckpoint(meta.uri(), meta.fileName(), meta.sha256(), meta.bytes(), true), wish, build, store);
            return resolved(wish, wish.text(), file, meta.sha256(), meta.uri().toString(), Optional.empty());
        } else if (spec instanceof CheckpointSpec.Url url) {
            return url(wish, url.uri(), build, store);
        } else if (spec instanceof CheckpointSpec.LocalFile file) {
            String name = file.path().getFileName().toString();
            return resolved(wish, name, file.path(), CheckpointStore.sha256(ByteSource.of(file.path())), name, Optional.empty());
        }
        return coordinates(wish, ((CheckpointSpec.Coordinates) spec).artifact(), build, store);
    }

    private static ResolvedCheckpoint tiny(CheckpointWish wish, Build build, CheckpointStore store) {
        for (var candidate : build.pluginArtifacts()) {
            if (candidate.getGroupId().equals(TINY_GROUP) && candidate.getArtifactId().equals(TINY_ARTIFACT) && candidate.getFile() != null) {
                CheckpointJar jar = CheckpointJar.in(candidate.getFile().toPath())
                        .orElseThrow(() -> SyrException.badData(
                                candidate.getFile(),
                                "holds no checkpoint in " + CheckpointJar.FOLDER + ".",
                                "Delete it from the local repository, so that Maven gets it again."));
                Artifact artifact = new DefaultArtifact(TINY_GROUP, TINY_ARTIFACT, "jar", candidate.getBaseVersion());
                return resolved(
                        wish, wish.text(), jar.unpack(store, "sam_tiny"), jar.sha256(), source(artifact), Optional.of(artifact));
            }
        }
        throw SyrException.badRequest(
                "The tiny checkpoint, " + TINY_GROUP + ":" + TINY_ARTIFACT + ", is not among the plugin's dependencies.",
                "It is one by default: remove the exclusion, or name another <checkpoint>.");
    }

    private ResolvedCheckpoint url(CheckpointWish wish, URI uri, Build build, CheckpointStore store) throws InterruptedException {
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^\\w.-]", "_");
        String sha256 = wish.sha256().orElseThrow();
        Path file = remote.fetch(
                new RemoteCheckpoint(uri, name.matches("\\.*") ? "checkpoint" : name, sha256, OptionalLong.empty(), false), wish, build, store);
        String published = withoutSecrets(uri);
        return resolved(wish, published, file, sha256, published, Optional.empty());
    }

    /** Neither a password nor a signed query belongs into {@code adapter.json}. */
    private static String withoutSecrets(URI uri) {
        try {
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private ResolvedCheckpoint coordinates(CheckpointWish wish, Artifact artifact, Build build, CheckpointStore store) {
        Path file = repository.file(build.repositorySession(), build.projectRepositories(), artifact, "the base checkpoint");
        if (!artifact.getExtension().equals("jar")) {
            return resolved(wish, wish.text(), file, CheckpointStore.sha256(ByteSource.of(file)), source(artifact), Optional.of(artifact));
        }
        CheckpointJar jar = CheckpointJar.in(file)
                .orElseThrow(() -> SyrException.badData(
                        file,
                        artifact + " holds no checkpoint: no file " + CheckpointJar.FOLDER + "/<SHA-256>.pth or .safetensors.",
                        "Name the artifact that does; a bare checkpoint has its extension in its coordinates, as group:artifact:pth:version."));
        Path unpacked = jar.unpack(store, artifact.getArtifactId());
        return resolved(wish, wish.text(), unpacked, jar.sha256(), source(artifact), Optional.of(artifact));
    }

    private static String source(Artifact artifact) {
        boolean plain = artifact.getExtension().equals("jar") && artifact.getClassifier().isEmpty();
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + (plain ? "" : ":" + artifact.getExtension())
                + (artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier()) + ":" + artifact.getVersion();
    }

    private static ResolvedCheckpoint resolved(
            CheckpointWish wish, String name, Path file, String sha256, String source, Optional<Artifact> artifact) {
        requireSha256(wish, sha256, file);
        return new ResolvedCheckpoint(
                new Request.Checkpoint(name, file.toAbsolutePath().toString(), sha256, source, wish.decoderHeads()), artifact);
    }

    private static void requireSha256(CheckpointWish wish, String found, Object file) {
        wish.sha256().ifPresent(expected -> {
            if (!expected.equals(found)) {
                throw SyrException.badData(
                        file, "its SHA-256 is " + found + ", and checkpointSha256 asks for " + expected + ".", "Correct the one or the other.");
            }
        });
    }
}
