package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.checkpoint.SamConfig;
import java.util.List;

/** SAM's prompt encoder: points, boxes and masks into sparse and dense embeddings. */
public final class PromptEncoder {

    /** What a coordinate is, as rows of the labels' table. */
    private static final int NOT_A_POINT = 0;

    private static final int BACKGROUND = 1;
    private static final int FOREGROUND = 2;
    private static final int UPPER_LEFT = 3;
    private static final int LOWER_RIGHT = 4;

    private final int imageSize;
    private final int grid;
    private final NDArray gaussian; // 2 x D/2
    private final NDArray labels; // 5 x D
    private final NDArray noMask; // 1 x D x 1 x 1
    private final NDArray densePe; // 1 x D x G x G
    private final Conv2d mask0;
    private final LayerNorm mask1;
    private final Conv2d mask3;
    private final LayerNorm mask4;
    private final Conv2d mask6;

    PromptEncoder(Weights weights, SamConfig config) {
        imageSize = config.imageSize();
        grid = config.gridSize();
        gaussian = weights.get("pe_layer.positional_encoding_gaussian_matrix");
        NDList rows = new NDList(weights.get("not_a_point_embed.weight"));
        for (int i = 0; i < 4; i++) {
            rows.add(weights.get("point_embeddings." + i + ".weight"));
        }
        labels = ai.djl.ndarray.NDArrays.concat(rows, 0);
        NDArray embed = weights.get("no_mask_embed.weight"); // 1 x D
        noMask = embed.reshape(1, embed.getShape().get(1), 1, 1);
        mask0 = new Conv2d(weights.at("mask_downscaling.0"), 2, 0);
        mask1 = new LayerNorm(weights.at("mask_downscaling.1"), 1e-6);
        mask3 = new Conv2d(weights.at("mask_downscaling.3"), 2, 0);
        mask4 = new LayerNorm(weights.at("mask_downscaling.4"), 1e-6);
        mask6 = new Conv2d(weights.at("mask_downscaling.6"), 1, 0);
        densePe = dense(weights.manager());
    }

    /** The embeddings of prompts. */
    public record Embeddings(NDArray sparse, NDArray dense) {}

    /** The positional encoding of the image embedding's cells, 1 x D x G x G. */
    public NDArray densePe() {
        return densePe;
    }

    private NDArray dense(NDManager owner) {
        try (NDManager scope = owner.newSubManager()) {
            float[] coordinates = new float[grid * grid * 2];
            for (int y = 0; y < grid; y++) {
                for (int x = 0; x < grid; x++) {
                    coordinates[2 * (y * grid + x)] = (x + .5f) / grid;
                    coordinates[2 * (y * grid + x) + 1] = (y + .5f) / grid;
                }
            }
            NDArray pe = encode(scope.create(coordinates, new Shape(grid, grid, 2)))
                    .transpose(2, 0, 1)
                    .expandDims(0);
            NDArray result = pe.duplicate();
            result.attach(owner);
            return result;
        }
    }

    /** Random Fourier features (Tancik et al. 2020) of coordinates in 0 to 1: ... x 2 → ... x D. */
    private NDArray encode(NDArray coordinates) {
        NDArray angles = coordinates.mul(2).sub(1).matMul(gaussian).mul((float) (2 * Math.PI));
        return angles.sin().concat(angles.cos(), -1);
    }

    /**
     * Embeds prompts.
     *
     * @param manager owns what is returned
     * @return sparse embeddings, N x P x D, and dense ones, N x D x G x G (1 x D x 1 x 1 where no mask is given: the
     *     same for all)
     */
    public Embeddings forward(NDManager manager, Prompts prompts) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray sparse = sparse(scope, prompts);
            NDArray dense =
                    prompts.masks().map(masks -> downscale(scope, masks)).orElse(noMask);
            sparse.attach(manager);
            if (dense != noMask) {
                dense.attach(manager);
            }
            return new Embeddings(sparse, dense);
        }
    }

    private NDArray sparse(NDManager scope, Prompts prompts) {
        boolean boxed = !prompts.boxes().isEmpty();
        int points = prompts.points().isEmpty() ? 0 : prompts.points().get(0).size();
        int padding = points > 0 && !boxed ? 1 : 0;
        int corners = boxed ? 2 : 0;
        int each = points + padding + corners;
        int n = prompts.count();
        float[] coordinates = new float[n * each * 2];
        int[] kinds = new int[n * each];
        for (int i = 0; i < n; i++) {
            int at = i * each;
            for (int j = 0; j < points; j++, at++) {
                Prompts.InputPoint point = prompts.points().get(i).get(j);
                put(coordinates, at, point.x(), point.y());
                kinds[at] = point.foreground() ? FOREGROUND : BACKGROUND;
            }
            at += padding; // a point that is none closes a list without a box; its coordinates don't count
            if (boxed) {
                float[] box = prompts.boxes().get(i);
                put(coordinates, at, box[0], box[1]);
                put(coordinates, at + 1, box[2], box[3]);
                kinds[at] = UPPER_LEFT;
                kinds[at + 1] = LOWER_RIGHT;
            }
        }
        float[] counts = new float[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            counts[i] = kinds[i] == NOT_A_POINT ? 0 : 1;
        }
        long width = labels.getShape().get(1);
        NDArray encoded = encode(scope.create(coordinates, new Shape(n, each, 2)))
                .mul(scope.create(counts, new Shape(n, each, 1)));
        NDArray kind = scope.create(oneHot(kinds), new Shape(n * each, 5))
                .matMul(labels)
                .reshape(n, each, width);
        return encoded.add(kind);
    }

    /** The half pixel leads to the pixel's centre; float32 throughout, as the reference. */
    private void put(float[] coordinates, int at, float x, float y) {
        coordinates[2 * at] = (x + .5f) / imageSize;
        coordinates[2 * at + 1] = (y + .5f) / imageSize;
    }

    private static float[] oneHot(int[] kinds) {
        float[] hot = new float[kinds.length * 5];
        for (int i = 0; i < kinds.length; i++) {
            hot[5 * i + kinds[i]] = 1;
        }
        return hot;
    }

    private NDArray downscale(NDManager scope, List<float[]> masks) {
        int side = 4 * grid;
        float[] all = new float[masks.size() * side * side];
        for (int i = 0; i < masks.size(); i++) {
            System.arraycopy(masks.get(i), 0, all, i * side * side, side * side);
        }
        NDArray x = scope.create(all, new Shape(masks.size(), 1, side, side)); // N x 1 x 4G x 4G
        x = mask1.forward2d(mask0.forward(x)).getNDArrayInternal().gelu(); // N x M/4 x 2G x 2G
        x = mask4.forward2d(mask3.forward(x)).getNDArrayInternal().gelu(); // N x M x G x G
        return mask6.forward(x); // N x D x G x G
    }
}
