package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.syr.sam.Block;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Blocks of the image encoder forwards, and backwards once. Each has two graphs of its own: to queries, keys and
 * values, and from what attention gives to the block's output; attention between them has its gradient in closed form.
 * Graphs are kept as far as memory is granted; the others are built again on the way back, from the block's input and
 * what its attention gave.
 */
final class EncoderGradient {

    /**
     * What a block's graphs take of resident memory, as multiples of its tokens: measured with ViT-B. They hold 12,
     * four of them for the hidden layer of its MLP; the rest are gaps that glibc can't use again.
     */
    private static final long TOKENS_HELD = 22;

    private final List<Block> blocks;
    private final long graphBytes;
    private final Deque<Step> steps = new ArrayDeque<>(); // the last first

    /**
     * @param blocks the first one that is trained, and all after it
     * @param graphBytes what the graphs of all blocks may hold together, about
     */
    EncoderGradient(List<Block> blocks, long graphBytes) {
        this.blocks = blocks;
        this.graphBytes = graphBytes;
    }

    /** One block; its manager owns its arrays. */
    private static final class Step {

        private final Block block;
        private final NDManager manager;
        private final NDArray input;
        private NDList qkv = new NDList();
        private NDArray attended;
        private NDArray output;

        Step(Block block, NDManager owner, NDArray input) {
            this.block = block;
            manager = owner.newSubManager();
            this.input = input;
            input.attach(manager);
            input.setRequiresGradient(true);
        }

        void forward(boolean graph) {
            Autograd.recording(graph, () -> {
                qkv = block.project(input);
                if (attended == null) {
                    // a copy: what a script makes is an inference tensor, which no graph takes
                    try (NDArray made = block.attend(qkv)) {
                        attended = made.duplicate();
                    }
                }
                attended.setRequiresGradient(graph);
                output = block.complete(input, attended);
                return output;
            });
        }

        /** Leaves the input and what attention gave. */
        void dropGraph() {
            qkv.close();
            output.close();
        }

        /** The gradient of the input; {@code upstream} is used up. */
        NDArray backward(NDArray upstream) {
            upstream.attach(manager);
            Autograd.backward(output, upstream);
            NDList gradients = block.attentionGradient(qkv, attended, attended.getGradient());
            // at once, so that what they have in common is passed through once
            NDArray together = Autograd.recording(true, () -> NDArrays.concat(qkv, 3));
            Autograd.backward(together, NDArrays.concat(gradients, 3));
            return input.getGradient();
        }
    }

    /**
     * All blocks.
     *
     * @param tokens B x G x G x C, used up; its manager owns everything
     * @return the last block's output, without a graph
     */
    NDArray forward(NDArray tokens) {
        NDManager owner = tokens.getManager();
        long each = TOKENS_HELD * tokens.size() * Float.BYTES;
        NDArray x = tokens;
        for (int i = 0; i < blocks.size(); i++) {
            Step step = new Step(blocks.get(i), owner, x);
            boolean kept = (blocks.size() - i) * each <= graphBytes; // the last ones: they are needed first
            step.forward(kept);
            x = step.output.stopGradient();
            x.attach(owner);
            if (!kept) {
                step.dropGraph();
            }
            steps.push(step);
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
            if (step.output.isReleased()) {
                step.forward(true);
            }
            gradient = step.backward(gradient);
            gradient.attach(owner);
            step.manager.close();
        }
        gradient.close();
    }
}
