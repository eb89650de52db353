package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.UnaryOperator;

/**
 * A block whose parameters are there from the start, read from a checkpoint, and frozen. It is called through its own typed
 * method; DJL's {@code forward} leads there too.
 */
abstract class SamBlock extends AbstractBlock {

    /** Adds a parameter of the checkpoint, frozen. */
    final NDArray parameter(Weights weights, String name) {
        NDArray array = weights.get(name);
        Parameter parameter = Parameter.builder()
                .setName(name.replace('.', '_'))
                .setType(Parameter.Type.OTHER)
                .optShape(array.getShape())
                .optArray(array)
                .optRequiresGrad(false)
                .build();
        addParameter(parameter);
        return array;
    }

    /** What the block does, for those who call it as DJL does. */
    abstract NDList apply(NDList inputs);

    @Override
    protected final NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return apply(inputs);
    }

    /** Found out by calling the block on zeros: SAM's blocks have one input size each, so nobody asks twice. */
    @Override
    public final Shape[] getOutputShapes(Shape[] inputShapes) {
        NDManager owner = getParameters().isEmpty() ? NDManager.newBaseManager() : getParameters().valueAt(0).getArray().getManager();
        try (NDManager manager = owner.newSubManager()) {
            NDList zeros = new NDList();
            for (Shape shape : inputShapes) {
                zeros.add(manager.zeros(shape));
            }
            return apply(zeros).getShapes();
        }
    }

    /**
     * Runs a computation on an array in a scope of its own: what it makes on its way is freed at its end (but for what autograd
     * keeps), its result belongs to the array's manager.
     */
    static NDArray scoped(NDArray x, UnaryOperator<NDArray> body) {
        NDManager owner = x.getManager();
        try (NDManager scope = owner.newSubManager()) {
            x.tempAttach(scope);
            NDArray result = body.apply(x);
            result.attach(owner);
            return result;
        }
    }
}
