package io.github.syr.adapter.convert;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterCheck;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.error.SyrException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Brings adapters of Python into SYR's: the predecessor's files, and folders of peft's. */
public final class AdapterImport {

    private AdapterImport() {}

    /**
     * Reads an adapter that a training can start from: of one rank, on the same layers of blocks that follow one
     * another.
     *
     * @param source a file of the predecessor, or a folder of peft's; a LoRA on a whole qkv becomes pairs of q, k and v
     * @param sha256 of the base checkpoint's file
     * @throws SyrException if it is neither, says no alpha, lacks blocks, has several ranks, or doesn't fit the base
     */
    public static Adapter read(Path source, SamCheckpoint base, String sha256) {
        if (!Files.exists(source)) {
            throw SyrException.badData(
                    source, "doesn't exist.", "Name a file of the predecessor, or a folder with an adapter of peft's.");
        }
        Adapter adapter = Files.isDirectory(source) ? PeftReader.read(source, base) : AdapterFile.read(source);
        Set<Integer> ranks =
                new TreeSet<>(adapter.pairs().stream().map(Adapter.Pair::rank).toList());
        if (ranks.size() != 1) {
            throw SyrException.badData(
                    source,
                    ranks.isEmpty()
                            ? "has no LoRA pair that isn't zero."
                            : "has layers of the ranks " + ranks + "; one rank is expected.",
                    "Train the adapter in Python with one rank.");
        }
        requireAllBlocks(adapter, source);
        AdapterCheck.require(adapter, source, base, sha256);
        return adapter;
    }

    /** {@code <blocks>} and {@code <targets>} say what a training adapts: a range, and the same kinds in each block. */
    private static void requireAllBlocks(Adapter adapter, Path source) {
        TreeMap<Integer, Set<String>> blocks = new TreeMap<>();
        TreeSet<String> layers = new TreeSet<>();
        for (Adapter.Pair pair : adapter.pairs()) {
            pair.target().block().ifPresent(block -> {
                String layer = pair.target().layer().replaceFirst("^image_encoder\\.blocks\\.\\d+\\.", "");
                layers.add(layer);
                blocks.computeIfAbsent(block, number -> new TreeSet<>()).add(layer);
            });
        }
        if (blocks.isEmpty()) {
            return;
        }
        for (int block = blocks.firstKey(); block <= blocks.lastKey(); block++) {
            for (String layer : layers) {
                if (!blocks.getOrDefault(block, Set.of()).contains(layer)) {
                    throw SyrException.badData(
                            source,
                            "lacks " + layer + " of block " + block + ", and adapts it in others from "
                                    + blocks.firstKey() + " to " + blocks.lastKey() + ".",
                            "Adapt the same layers of blocks that follow one another.");
                }
            }
        }
    }
}
