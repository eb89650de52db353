package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;

/** Frees what a computation makes on its way. */
final class Scope {

    private Scope() {}

    /**
     * Runs a computation on an array in a scope of its own: what it makes on its way is freed at its end (but for what
     * autograd keeps), its result belongs to the array's manager.
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
