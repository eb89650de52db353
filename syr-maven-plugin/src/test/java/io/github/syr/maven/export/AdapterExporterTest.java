package io.github.syr.maven.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.github.syr.checkpoint.Safetensors;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.error.SyrException;
import io.github.syr.maven.EvaluatedProject;
import io.github.syr.maven.build.Repository;
import io.github.syr.maven.checkpoint.CheckpointResolver;
import io.github.syr.maven.checkpoint.InitialAdapterResolver;
import io.github.syr.maven.checkpoint.RemoteCheckpoints;
import io.github.syr.maven.worker.Job;
import io.github.syr.maven.worker.Requests;
import io.github.syr.testing.ReferenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Ranks of an evaluated module, with the mini model as its base: width 32, q and v of blocks 1 to 3. */
class AdapterExporterTest {

    @TempDir
    Path folder;

    private final AdapterExporter exporter = new AdapterExporter(new Requests(
            new CheckpointResolver(mock(Repository.class), mock(RemoteCheckpoints.class)),
            mock(InitialAdapterResolver.class)));
    private EvaluatedProject project;

    @BeforeEach
    void evaluate() throws IOException {
        project = EvaluatedProject.in(folder, Files.readAllBytes(ReferenceFiles.file("mini_sam.pth")), 32);
    }

    @Test
    void exportsTheBestRankForPeft() throws Exception {
        exporter.export(project.job(0), OptionalInt.empty(), AdapterLayout.PEFT);
        Path written = project.layout().root().resolve("export/rank-4/peft");
        assertArrayEquals(
                new long[] {8, 32},
                Safetensors.read(written.resolve("adapter_model.safetensors"))
                        .tensor("base_model.model.vision_encoder.layers.1.attn.qkv.lora_A.weight")
                        .shape());
        assertTrue(Files.readString(written.resolve("adapter_config.json")).contains("\"lora_alpha\": 16"));
        verify(project.log()).info("Exported rank 4: " + written);
    }

    @Test
    void mergesTheRankThatIsNamed() throws Exception {
        exporter.merge(project.job(0), OptionalInt.of(2), CheckpointLayout.META);
        Path written = project.layout().root().resolve("export/rank-2/merged.safetensors");
        SamCheckpoint merged = SamCheckpoint.open(written);
        float[] base = SamCheckpoint.open(folder.resolve("base.pth"))
                .tensors()
                .get("image_encoder.blocks.3.attn.qkv.weight")
                .toFloats();
        float[] qkv =
                merged.tensors().get("image_encoder.blocks.3.attn.qkv.weight").toFloats();
        // A is 1 and B is 3, the block's number; alpha 8 over rank 2 is a scale of 4
        assertEquals(base[5] + 4 * 2 * 3, qkv[5], 1e-5);
        assertEquals(base[32 * 32 + 5], qkv[32 * 32 + 5]);
        assertEquals(base[64 * 32 + 5] + 4 * 2 * 3, qkv[64 * 32 + 5], 1e-5);
        verify(project.log()).info("Merged rank 2 into its base: " + written);
    }

    @Test
    void importsWhatItExported() throws Exception {
        exporter.export(project.job(0), OptionalInt.empty(), AdapterLayout.PEFT);
        Job job = project.job(0);
        new AdapterImporter(new CheckpointResolver(mock(Repository.class), mock(RemoteCheckpoints.class)))
                .run(job.layout().export(4).resolve("peft"), job.checkpoint(), job.build(), job.cache(), job.output());
        Path written = job.layout().root().resolve("import/adapter.safetensors");
        assertArrayEquals(Files.readAllBytes(job.layout().adapter(4)), Files.readAllBytes(written));
        verify(project.log())
                .info("Imported an adapter of rank 4, 6 LoRA pairs: " + written + ". <initialAdapter> takes it.");
    }

    @Test
    void mergesForTransformers() throws Exception {
        exporter.merge(project.job(0), OptionalInt.empty(), CheckpointLayout.HUGGING_FACE);
        SamCheckpoint merged = SamCheckpoint.open(project.layout().root().resolve("export/rank-4/huggingface"));
        assertEquals(SamCheckpoint.open(folder.resolve("base.pth")).config(), merged.config());
    }

    @Test
    void refusesWhatWasNotEvaluatedOrDoesNotFit() {
        refuses(
                () -> exporter.export(project.job(0), OptionalInt.of(3), AdapterLayout.PEFT),
                "rank is 3, which is not evaluated. It must be one of 2, 4.");
        refuses(
                () -> exporter.merge(project.job(1), OptionalInt.empty(), CheckpointLayout.META),
                "the parameters of the training have changed");
        refuses(
                () -> exporter.export(project.job(0), OptionalInt.empty(), AdapterLayout.PREDECESSOR),
                "holds pairs of q and v with alpha = rank alone, and this adapter has more. Export it in peft's layout");
        assertFalse(Files.exists(project.layout().root().resolve("export")));
    }

    private static void refuses(Executable export, String words) {
        String message = assertThrows(SyrException.class, export).getMessage();
        assertTrue(message.contains(words), message);
    }
}
