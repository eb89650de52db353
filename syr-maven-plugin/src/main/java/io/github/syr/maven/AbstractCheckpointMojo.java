package io.github.syr.maven;

import io.github.syr.error.SyrException;
import io.github.syr.maven.checkpoint.CheckpointRequest;
import io.github.syr.maven.worker.Arguments;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.maven.plugins.annotations.Parameter;

/** Parameters of what has to be on the machine: the base checkpoint, PyTorch's natives, a JVM for them. */
abstract class AbstractCheckpointMojo extends AbstractSyrMojo {

    /**
     * The base checkpoint: {@code tiny} (embedded; for trying things out), {@code vit_b}, {@code vit_l} or
     * {@code vit_h} (Meta's, downloaded once per machine), a URL with {@code <checkpointSha256>}, a file, or Maven
     * coordinates {@code group:artifact[:extension[:classifier]]:version} of a checkpoint or of a jar with one in
     * {@code META-INF/syr/checkpoint}. Type: text. Example: {@code <checkpoint>vit_b</checkpoint>}.
     */
    @Parameter(property = "syr.checkpoint", defaultValue = "tiny")
    String checkpoint;

    /**
     * The SHA-256 that the checkpoint's file must have, 64 hexadecimal digits; a URL needs it. Type: text; 64
     * hexadecimal digits. Example:
     * {@code <checkpointSha256>ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912</checkpointSha256>}.
     */
    @Parameter(property = "syr.checkpointSha256")
    String checkpointSha256;

    /**
     * The number of the mask decoder's heads, which tensor shapes do not determine; by default what the checkpoint's
     * metadata says, else 8, as SAM has. Type: whole number; heads, at least 1. Example:
     * {@code <decoderHeads>8</decoderHeads>}.
     */
    @Parameter(property = "syr.decoderHeads")
    Integer decoderHeads;

    /**
     * The server in {@code settings.xml} whose credentials a download takes. Type: text. Example:
     * {@code <serverId>models</serverId>}.
     */
    @Parameter(property = "syr.serverId")
    String serverId;

    /**
     * A mirror of Meta's files: a URL that stands for {@code https://dl.fbaipublicfiles.com/segment_anything/}. Type:
     * text. Example: {@code <downloadRoot>https://mirror.example.com/sam/</downloadRoot>}.
     */
    @Parameter(property = "syr.downloadRoot")
    String downloadRoot;

    /**
     * PyTorch's native libraries: {@code auto} takes those among the plugin's dependencies, or those that
     * {@code PYTORCH_LIBRARY_PATH} points at, else DJL's for this machine's CPU; {@code none} adds none; or Maven
     * coordinates. Type: text. Example:
     * {@code <natives>ai.djl.pytorch:pytorch-native-cpu:jar:linux-x86_64:2.7.1</natives>}.
     */
    @Parameter(property = "syr.natives", defaultValue = "auto")
    String natives;

    /**
     * The folder of a PyTorch that takes the place of {@code natives}: of pip's {@code torch}, or of a libtorch
     * archive. Its version has to be DJL's; libraries for CUDA run on the CPU where there is no NVIDIA driver. Type:
     * folder. Example: {@code -Dsyr.libtorch=/opt/venv/lib/python3.11/site-packages/torch}.
     */
    @Parameter(property = "syr.libtorch")
    File libtorch;

    /**
     * Arguments of the worker's JVM, after SYR's own; separated by blanks, and quoted where they contain blanks. Type:
     * text. Example: {@code <jvmArguments>-Xmx6g</jvmArguments>}.
     */
    @Parameter(property = "syr.jvmArguments", defaultValue = "")
    String jvmArguments;

    /**
     * Environment variables of the worker. It inherits {@code PATH}, {@code HOME}, {@code TMPDIR}, the locale,
     * {@code LD_LIBRARY_PATH} and those that begin with {@code CUDA_}, {@code NVIDIA_}, {@code PYTORCH_}, {@code OMP_},
     * {@code MKL_}, {@code MALLOC_} or {@code GOMP_}, and nothing else. Type: map. Example:
     * {@code <environmentVariables><CUDA_VISIBLE_DEVICES>1</CUDA_VISIBLE_DEVICES></environmentVariables>}.
     */
    @Parameter
    Map<String, String> environmentVariables;

    final CheckpointRequest checkpointRequest() {
        Path directory = project.getBasedir() == null
                ? Path.of("").toAbsolutePath()
                : project.getBasedir().toPath();
        return CheckpointRequest.of(
                checkpoint.strip(),
                directory,
                Optional.ofNullable(checkpointSha256),
                decoderHeads == null ? OptionalInt.empty() : OptionalInt.of(decoderHeads),
                Optional.ofNullable(serverId),
                Optional.ofNullable(downloadRoot));
    }

    /** None where the user has a PyTorch. */
    final String wantedNatives() {
        String wanted = natives.strip();
        if (libtorch == null) {
            return wanted;
        }
        if (!wanted.equals("auto") && !wanted.equals("none")) {
            throw SyrException.badRequest(
                    "libtorch is " + libtorch + ", and natives is " + wanted + ".", "Set one of the two.");
        }
        return "none";
    }

    final Optional<Path> libtorch() {
        return Optional.ofNullable(libtorch)
                .map(folder -> folder.toPath().toAbsolutePath().normalize());
    }

    final List<String> jvmArgumentList() {
        return jvmArguments == null ? List.of() : Arguments.split(jvmArguments);
    }

    final Map<String, String> environment() {
        return environmentVariables == null ? Map.of() : environmentVariables;
    }
}
