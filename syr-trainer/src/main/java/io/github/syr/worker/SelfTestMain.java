package io.github.syr.worker;

import io.github.syr.message.Event;
import io.github.syr.message.SelfTestRequest;
import io.github.syr.segment.Segmenter;
import io.github.syr.segment.SelfTest;
import java.nio.file.Path;
import java.util.List;

/**
 * The self-test of a packaged adapter as a process: {@code java -cp … io.github.syr.worker.SelfTestMain request.json};
 * events and exit codes are the worker's. With {@code -Dsyr.parent=true} it ends when its standard input does.
 */
public final class SelfTestMain {

    private SelfTestMain() {}

    public static void main(String[] args) {
        ProcessStart.runShort(SelfTestMain.class, args, (file, events) -> run(SelfTestRequest.read(file)));
    }

    /**
     * Loads the model as an application does, and tests it.
     *
     * @throws io.github.syr.error.SyrException if it can't be loaded, or fails
     */
    static Event.Result run(SelfTestRequest request) {
        Segmenter.Builder builder = Segmenter.builder()
                .checkpoint(Path.of(request.checkpoint().path()))
                .adapter(Path.of(request.adapter()))
                .device(request.execution().device());
        request.checkpoint().decoderHeads().ifPresent(builder::decoderHeads);
        if (request.execution().threads() > 0) {
            builder.threads(request.execution().threads());
        }
        try (Segmenter segmenter = builder.build()) {
            SelfTest result = segmenter.selfTest();
            return new Event.Result(false, List.of("Self-test passed: " + result.inWords() + "."));
        }
    }
}
