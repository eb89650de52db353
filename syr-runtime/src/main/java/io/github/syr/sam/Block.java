package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A transformer block of the image encoder, with attention in windows or over the whole image. */
final class Block {

    private final LayerNorm norm1;
    private final Attention attn;
    private final LayerNorm norm2;
    private final MlpBlock mlp;
    private final int windowSize;

    /**
     * @param windowSize side of a window in tokens; 0 for attention over the whole image
     * @param grid side of the image in tokens
     */
    Block(Weights weights, int heads, int windowSize, int grid, double eps) {
        norm1 = new LayerNorm(weights.at("norm1"), eps);
        attn = new Attention(weights.at("attn"), heads, windowSize > 0 ? windowSize : grid);
        norm2 = new LayerNorm(weights.at("norm2"), eps);
        mlp = MlpBlock.gelu(weights.at("mlp"));
        this.windowSize = windowSize;
    }

    /** B x H x W x C → B x H x W x C. */
    NDArray forward(NDArray x) {
        return scoped(x, y -> {
            NDArray attended = y.add(windowSize > 0 ? inWindows(norm1.forward(y)) : attn.forward(norm1.forward(y)));
            return attended.add(mlp.forward(norm2.forward(attended)));
        });
    }

    private NDArray inWindows(NDArray x) {
        long b = x.getShape().get(0);
        long h = x.getShape().get(1);
        long w = x.getShape().get(2);
        long c = x.getShape().get(3);
        long rows = (h + windowSize - 1) / windowSize;
        long columns = (w + windowSize - 1) / windowSize;
        long ph = rows * windowSize;
        long pw = columns * windowSize;
        NDArray padded = ph > h || pw > w ? x.pad(new Shape(0, 0, 0, pw - w, 0, ph - h), 0) : x; // B x H' x W' x C
        NDArray windows = padded.reshape(b, rows, windowSize, columns, windowSize, c)
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(b * rows * columns, windowSize, windowSize, c);
        NDArray image = attn.forward(windows)
                .reshape(b, rows, columns, windowSize, windowSize, c)
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(b, ph, pw, c);
        return ph > h || pw > w ? image.get(":, 0:" + h + ", 0:" + w) : image;
    }
}
