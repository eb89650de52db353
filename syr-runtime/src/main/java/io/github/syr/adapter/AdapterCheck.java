package io.github.syr.adapter;

import io.github.syr.checkpoint.CheckpointTensor;
import io.github.syr.checkpoint.SamCheckpoint;
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
        adapter.pairs().forEach(pair -> require(pair, source, base));
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

    private static void require(Adapter.Pair pair, Object source, SamCheckpoint base) {
        CheckpointTensor weight = base.tensors().get(pair.tensor());
        String is = "none of that name";
        if (weight != null) {
            long outputs = weight.shape()[0] / (pair.target().third() < 0 ? 1 : 3);
            long inputs = weight.shape()[1];
            if (pair.outputs() == outputs && pair.inputs() == inputs && pair.rank() <= Math.min(inputs, outputs)) {
                return;
            }
            is = outputs + " x " + inputs;
        }
        throw SyrException.badData(
                source,
                "the pair for " + pair.target().layer() + " (rank " + pair.rank() + ", " + pair.outputs() + " x "
                        + pair.inputs() + ") doesn't fit the checkpoint, which has " + is + ".",
                "Load it with the checkpoint it was trained on.");
    }
}
