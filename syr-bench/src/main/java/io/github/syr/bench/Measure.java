package io.github.syr.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Does one piece of work and prints one line of JSON: {@code seconds} of each repetition, {@code peakKib} and
 * {@code anonymousKib} of resident memory, and {@code result}, numbers that the reference's are compared with.
 *
 * <p>Arguments: the work's name, the folder that {@code reference.py prepare} made, and a number of repetitions.
 */
public final class Measure {

    private Measure() {}

    /** A piece of work: what is repeated, and what came of it. */
    interface Work extends AutoCloseable {

        /** Once; the first call is not measured. */
        double[] run();

        @Override
        void close();
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        int repetitions = Integer.parseInt(args[2]);
        List<Double> seconds = new ArrayList<>();
        double[] result;
        try (Work work = Works.open(args[0], folder)) {
            result = work.run();
            for (int i = 0; i < repetitions; i++) {
                long began = System.nanoTime();
                result = work.run();
                seconds.add((System.nanoTime() - began) / 1e9);
            }
            print(seconds, result);
        }
    }

    private static void print(List<Double> seconds, double[] result) throws IOException {
        JsonObject line = new JsonObject();
        line.add("seconds", numbers(seconds.stream().mapToDouble(each -> each)));
        line.addProperty("peakKib", status("VmHWM"));
        line.addProperty("anonymousKib", status("RssAnon"));
        line.add("result", numbers(Arrays.stream(result)));
        System.out.println(line);
    }

    private static JsonArray numbers(DoubleStream numbers) {
        JsonArray array = new JsonArray();
        numbers.forEach(array::add);
        return array;
    }

    /** A line of Linux's {@code /proc/self/status}, KiB; 0 on other systems. */
    private static long status(String name) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .findFirst()
                    .orElse(0);
        }
    }
}
