package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Arrays that are trained, and their gradients. */
interface Trained {

    /** They require gradients. */
    List<NDArray> arrays();

    /** What was collected since the last {@link #clearGradients}, in the order of {@link #arrays()}. */
    List<NDArray> gradients();

    /** The numbers, to be changed in place outside of any graph; to be closed. */
    List<NDArray> plainViews();

    /** Takes other numbers, in the order of {@link #arrays()}; gradients start from nothing. */
    void replace(List<float[]> numbers);

    /** Makes gradients start from nothing again. */
    void clearGradients();
}
