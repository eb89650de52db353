package io.github.syr.adapter;

import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.error.SyrException;

/** Whether an adapter fits a base checkpoint. */
public final class AdapterCheck {

    private AdapterCheck() {}

    /**
     * @param source where the adapter comes from, for the message
     * @param sha256 of the base checkpoint's file
     * @throws SyrException if the adapter was made for another checkpoint, or its targets or shapes aren't the
     *     checkpoint's
     */
    public static void require(Adapter adapter, Object source, SamCheckpoint base, String sha256) {
        adapter.baseSha256().filter(expected -> !expected.equals(sha256)).ifPresent(expected -> {
            throw SyrException.badData(
                    source,
                    "this adapter is for another checkpoint: it was trained on the one with SHA-256 " + expected
                            + ", but this one has " + sha256 + ".",
                    "Load it with the checkpoint it was trained on.");
        });
        SamConfig config = base.config();
        for (Adapter.Pair pair : adapter.pairs()) {
            if (pair.block() >= config.depth()
                    || pair.width() != config.embedDim()
                    || pair.rank() > config.embedDim()) {
                throw SyrException.badData(
                        source,
                        "the pair for block " + pair.block() + " (rank " + pair.rank() + ", width " + pair.width()
                                + ") doesn't fit the checkpoint: it has " + config.depth() + " blocks of width "
                                + config.embedDim() + ".",
                        "Load it with the checkpoint it was trained on.");
            }
        }
        adapter.replaced().forEach((name, values) -> {
            long expected =
                    base.tensors().containsKey(name) ? base.tensors().get(name).elements() : -1;
            if (expected != values.length) {
                throw SyrException.badData(
                        source,
                        "replaces the tensor " + name + " by " + values.length + " numbers, and the checkpoint "
                                + (expected < 0 ? "has none of that name." : "has " + expected + "."),
                        "Load it with the checkpoint it was trained on.");
            }
        });
    }
}
