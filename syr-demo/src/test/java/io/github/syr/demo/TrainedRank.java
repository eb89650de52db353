package io.github.syr.demo;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.LoraTarget;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.Sha256;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** An adapter of the tiny checkpoint as a training leaves it, with random numbers: it changes masks, and isn't good. */
public final class TrainedRank {

    private static final int WIDTH = 128;
    private static final int BLOCKS = 6;

    private TrainedRank() {}

    public static void write(Path output, int rank) {
        OutputLayout layout = new OutputLayout(output);
        Random random = new Random(rank);
        List<Adapter.Pair> pairs = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            pairs.add(new Adapter.Pair(
                    LoraTarget.qkv(block, "v"),
                    rank,
                    rank,
                    numbers(random, rank * WIDTH),
                    numbers(random, WIDTH * rank)));
        }
        Adapter adapter = new Adapter(Optional.empty(), pairs, Map.of());
        AdapterFile.write(layout.adapter(rank), adapter, TinyDemo.checkpoint().sha256());
        Run run = new Run(
                Run.SCHEMA,
                "digest",
                rank,
                Sha256.of(layout.adapter(rank)),
                1,
                1,
                0.9,
                adapter.parameters(),
                1e-3,
                "cpu",
                1,
                Map.of(),
                Optional.empty());
        AtomicFile.write(layout.run(rank), run.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian() * 0.1f;
        }
        return numbers;
    }
}
