package io.github.syr.message;

import java.util.Optional;

/**
 * What an evaluation does beside judging models on the test images.
 *
 * @param robustness whether it measures how much prompts may be off; unless given, it does where that takes seconds:
 *     with narrow encoders, and on a GPU
 * @param allSplits whether it predicts the images of training and validation, too
 * @param selfTestImage the picture of the self-test; SYR's own unless given
 */
public record Evaluating(Optional<Boolean> robustness, boolean allSplits, Optional<Image> selfTestImage) {

    /** With SYR's own picture. */
    public Evaluating(Optional<Boolean> robustness, boolean allSplits) {
        this(robustness, allSplits, Optional.empty());
    }

    /** What it does unless the user says otherwise. */
    public static final Evaluating DEFAULT = new Evaluating(Optional.empty(), false);

    /**
     * An image that may leave the build: it is packaged with the adapter.
     *
     * @param path of the image's file on this machine
     * @param sha256 of that file
     */
    public record Image(String path, String sha256) {}
}
