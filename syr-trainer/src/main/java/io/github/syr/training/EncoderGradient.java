package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.syr.sam.Block;
import io.github.syr.sam.Lora;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Blocks of the image encoder forwards, and backwards once. Each keeps its input and what its attention took and gave;
 * as far as memory is granted also what would have to be computed again on the way back, which changes no number.
 */
final class EncoderGradient {

    /** What a block keeps beyond the least, as multiples of its tokens: the sum after attention, the hidden layer. */
    private static final long TOKENS_KEPT = 5;

    private final List<Block> blocks;
    private final long bytes;
    private final Deque<Step> steps = new ArrayDeque<>(); // the last first

    /**
     * @param blocks the first one that is trained, and all after it
     * @param bytes what all blocks together may keep beyond the least
     */
    EncoderGradient(List<Block> blocks, long bytes) {
        this.blocks = blocks;
        this.bytes = bytes;
    }

    /** One block; its manager owns its arrays. */
    private record Step(Block block, NDManager manager, NDArray input, NDList kept) {

        /** The gradient of the input. */
        NDArray backward(NDArray upstream) {
            NDList gradients = block.backward(input, kept, upstream);
            int next = 1;
            for (Lora lora : block.loras()) {
                add(lora.a(), gradients.get(next++));
                add(lora.b(), gradients.get(next++));
            }
            return gradients.get(0);
        }

        /** Adds to a leaf's gradient, by a copy: what a script makes is an inference tensor, which no leaf takes. */
        private static void add(NDArray leaf, NDArray gradient) {
            try (NDArray copy = gradient.duplicate()) {
                Autograd.backward(leaf, copy);
            }
        }
    }

    /**
     * All blocks.
     *
     * @param tokens B x G x G x C, used up; its manager owns everything
     * @return the last block's output
     */
    NDArray forward(NDArray tokens) {
        NDManager owner = tokens.getManager();
        long each = TOKENS_KEPT * tokens.size() * Float.BYTES;
        NDArray x = tokens;
        for (int i = 0; i < blocks.size(); i++) {
            NDManager manager = owner.newSubManager();
            x.attach(manager);
            boolean all = (blocks.size() - i) * each <= bytes; // the last ones: they are needed first
            NDList kept = blocks.get(i).keep(x, all);
            steps.push(new Step(blocks.get(i), manager, x, new NDList(kept.subList(1, kept.size()))));
            x = kept.get(0);
            x.attach(owner);
        }
        return x;
    }

    /**
     * Adds gradients to the blocks' LoRA.
     *
     * @param upstream the gradient of what {@link #forward} returned; used up
     */
    void backward(NDArray upstream) {
        NDManager owner = upstream.getManager();
        NDArray gradient = upstream;
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            NDArray next = step.backward(gradient);
            next.attach(owner);
            gradient.close();
            gradient = next;
            step.manager().close();
        }
        gradient.close();
    }
}
