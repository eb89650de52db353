package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.adapter.AdapterIndex;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.io.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code adapter.json}, and what the index would make of the same bytes. */
class AdapterManifestFuzzTest {

    private static final String SCORES =
            "{\"dice\":0.9,\"iou\":0.8,\"boundaryIou\":0.7,\"holeError\":0.1,\"diceCe\":0.2}";

    static Stream<byte[]> seeds() {
        String sha = "ab".repeat(32);
        String json = """
                {"schema":"syr/adapter/1","coordinates":{"groupId":"g","artifactId":"a","version":"1"},
                 "base":{"name":"tiny","sha256":"%1$s","bytes":7,"source":"tiny","decoderHeads":null},
                 "adapter":{"sha256":"%1$s","rank":4,"alpha":4.0,"blocks":{"first":0,"last":3},"targets":["q","v"],"replaced":0,"parameters":192},
                 "metrics":{"validation":%2$s,"test":{"mean":%2$s,"images":{"%1$s":%2$s}},"baseline":{"mean":%2$s,"images":{}}},
                 "splits":{"train":{"images":1,"sha256":"%1$s"}},
                 "training":{"epochs":3,"keptEpoch":2,"batchSize":1,"learningRate":0.001,"patience":5,"jitter":20,"lossSize":null,"seed":0,"decoder":"frozen","schedule":"constant","warmUpSteps":0,"maxGradientNorm":null,"optimizer":"adamw","weightDecay":0.01,"accumulation":1,"emaDecay":0.99,"epochChoice":"last","precision":"float32","augmentation":["flip","crop"],"recipe":"standard","loss":"dice-ce","boundaryWeight":0,"holeWeight":1,"prompts":["box:3"],"folds":5,"initialAdapter":{"name":"a.safetensors","sha256":"0"}},
                 "versions":{"djl":"0.36.0"},"device":"cpu"}""".formatted(sha, SCORES);
        return Stream.of(json, "org.example:ring-adapter\n").map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({"null", "1e400", "\"schema\"", "syr/adapter/2", "../", "\\u0000"})
    @FuzzTest
    void reads(byte[] file) {
        Reading.of(
                () -> AdapterManifest.read(ByteSource.of(file, "adapter.json")).toJson());
        Reading.of(() -> AdapterIndex.read(ByteSource.of(file, "adapter.index")).forEach(AdapterIndex.Entry::folder));
    }
}
