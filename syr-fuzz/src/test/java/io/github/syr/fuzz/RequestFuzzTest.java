package io.github.syr.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.message.Dataset;
import io.github.syr.message.Evaluation;
import io.github.syr.message.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code request.json}, and what the other files of a run would make of the same bytes. */
class RequestFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of("""
                        {"schema":"syr/request/1","task":"masks","output":"o","checkpoint":null,
                         "dataset":{"path":"p","format":"auto","labels":[],"splitGroup":null,"masks":{"polygonHoles":"union","crowd":"include","threshold":128,"values":[1],"objects":"one"},"allowOutside":false},
                         "training":{"ranks":[4],"alpha":null,"blocks":null,"epochs":null,"batchSize":1,"learningRate":null,
                          "patience":0,"jitter":20,"lossSize":null,"seed":0,"tuning":{"recipe":"standard","targets":[{"kind":"q","rank":null},{"kind":"mlp","rank":2}],"decoder":"frozen","decoderRank":null,"decoderLearningRate":null,"optimization":{"optimizer":"adam","weightDecay":0,"schedule":"constant","warmUpSteps":0,"maxGradientNorm":null,"accumulation":1,"emaDecay":null,"epochChoice":"best","precision":"float32"},"loss":{"kind":"dice-ce","boundaryWeight":0,"holeWeight":1},"prompts":[{"kind":"box","weight":3},{"kind":"click","weight":1}],"augmentation":["flip"]},"folds":5},"execution":{"device":"cpu","threads":1,"runCache":{"folder":"/c/runs","maxBytes":1000,"policy":"auto","shared":true,"evaluateAgain":true}},"initialAdapter":null,"evaluation":{"robustness":true,"allSplits":true,"selfTestImage":{"path":"/a.png","sha256":"0"}}}""", """
                        {"schema":"syr/dataset/1","settings":"s","images":[{"name":"a","file":"f","sha256":"x","width":1,"height":1,
                         "split":"train","objects":[{"mask":"m","maskSha256":"x","box":[0.0,0.0,1.0,1.0],"label":""}],"overlay":"o"}],
                         "splits":{"train":{"images":1,"sha256":"x"}},"sources":{},"listing":"l"}""").map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({"null", "1e400", "-1", "\"schema\"", "train", "evaluate"})
    @FuzzTest
    void reads(byte[] bytes) {
        Path file = Reading.file("a.json", bytes);
        Reading.of(() -> Request.read(file).toJson());
        Reading.of(() -> Dataset.read(file).toJson());
        Reading.of(() -> Evaluation.read(file));
    }
}
