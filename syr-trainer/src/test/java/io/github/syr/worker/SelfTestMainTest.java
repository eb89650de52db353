package io.github.syr.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.SelfTestFile;
import io.github.syr.adapter.SelfTestPicture;
import io.github.syr.annotation.MaskBuilder;
import io.github.syr.error.SyrException;
import io.github.syr.evaluation.EvaluateTask;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.decode.ImageDecoder;
import io.github.syr.io.ByteSource;
import io.github.syr.io.Sha256;
import io.github.syr.message.Evaluating;
import io.github.syr.message.Request;
import io.github.syr.message.SelfTestRequest;
import io.github.syr.session.Session;
import io.github.syr.testing.ReferenceFiles;
import io.github.syr.testing.SmallDataset;
import io.github.syr.training.TrainTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an evaluation expects of the self-test, and the self-test of a packaged adapter. */
class SelfTestMainTest {

    @TempDir
    private Path folder;

    @Test
    void passesWithWhatTheEvaluationWroteAndFailsWithAnother() throws Exception {
        Request request = SmallDataset.in(folder).request("syr", 1, 1e-2, 2);
        new MaskBuilder(request, event -> {}).build();
        try (Session session = new Session(request, event -> {}, () -> {})) {
            new TrainTask(session).run();
            new EvaluateTask(session).run();
            Path file = session.layout().selfTest();
            byte[] bytes = Files.readAllBytes(file);
            SelfTestFile expected = SelfTestFile.read(ByteSource.of(file));
            assertTrue(expected.isOf(Sha256.of(session.layout().adapter(2))));

            // an evaluation of an earlier SYR has none: it is made, and nothing else
            Files.delete(file);
            assertFalse(new EvaluateTask(session).run().upToDate());
            assertArrayEquals(bytes, Files.readAllBytes(file));
            assertTrue(new EvaluateTask(session).run().upToDate());

            // of another picture it is made again, and applications test with that
            Path image = ReferenceFiles.file("train_0.png");
            Request other = SmallDataset.with(
                    request,
                    new Evaluating(
                            Optional.empty(),
                            false,
                            Optional.of(new Evaluating.Image(image.toString(), Sha256.of(image)))));
            try (Session another = new Session(other, event -> {}, () -> {})) {
                assertFalse(new EvaluateTask(another).run().upToDate());
                assertTrue(new EvaluateTask(another).run().upToDate());
            }
            SelfTestPicture picture = SelfTestFile.read(ByteSource.of(file)).picture();
            assertEquals(SelfTestPicture.of(new ImageDecoder().rgb(image)).sha256(), picture.sha256());
            assertFalse(new EvaluateTask(session).run().upToDate());
            assertArrayEquals(bytes, Files.readAllBytes(file));

            Path packed = Files.createDirectories(folder.resolve("packed"));
            Path adapter = Files.copy(session.layout().adapter(2), packed.resolve("adapter.safetensors"));
            Files.copy(file, packed.resolve("selftest.safetensors"));
            SelfTestRequest test = new SelfTestRequest(
                    SelfTestRequest.SCHEMA,
                    request.checkpoint().orElseThrow(),
                    adapter.toString(),
                    request.execution());
            Path json = Files.writeString(folder.resolve("request.json"), test.toJson());
            String line = SelfTestMain.run(SelfTestRequest.read(json)).lines().get(0);
            assertTrue(
                    line.matches("Self-test passed: logits differ by at most \\S+ \\(the largest is \\S+\\),"
                            + " Dice of the masks 1\\.0000\\."),
                    line);

            float[] logits = expected.logits().clone();
            logits[0] += 1;
            new SelfTestFile(
                            expected.adapterSha256(),
                            expected.side(),
                            logits,
                            new BinaryMask(192, 144),
                            SelfTestPicture.drawn())
                    .write(packed.resolve("selftest.safetensors"));
            String message = assertThrows(SyrException.class, () -> SelfTestMain.run(test))
                    .getMessage();
            assertTrue(
                    message.contains("selftest.safetensors: the self-test failed: logits differ by at most "), message);
            assertEquals(
                    SyrException.Kind.BAD_DATA,
                    assertThrows(SyrException.class, () -> SelfTestMain.run(test))
                            .kind());
        }
    }
}
