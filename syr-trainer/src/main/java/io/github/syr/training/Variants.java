package io.github.syr.training;

import io.github.syr.augmentation.Augmenter;
import io.github.syr.message.Request;
import io.github.syr.sample.Sample;
import io.github.syr.sample.Samples;
import java.util.Optional;

/** The training images as epochs see them: changed at random, with boxes as people draw them. */
final class Variants {

    private final Samples samples;
    private final Request.Training parameters;
    private final Optional<Augmenter> augmenter;
    private final PromptDrawer prompts;

    /** @param side the model's image size, pixels */
    Variants(Samples samples, Request.Training parameters, int side) {
        this.samples = samples;
        this.parameters = parameters;
        prompts = new PromptDrawer(parameters.tuning().prompts(), parameters.jitter());
        augmenter = parameters.tuning().augmentation().isEmpty()
                ? Optional.empty()
                : Optional.of(new Augmenter(parameters.tuning().augmentation(), side, parameters.lossSize()));
    }

    /** How many images. */
    int size() {
        return samples.size();
    }

    /**
     * An image as an epoch sees it; the same at each call.
     *
     * @param epoch from 1
     */
    Sample sample(int index, int epoch) {
        Sample plain = samples.get(index);
        return augmenter
                .map(by -> by.augment(
                        plain, samples.detailOf(index), Seeds.stream(parameters.seed(), "augmentation", epoch, index)))
                .orElse(plain);
    }

    /** The same with a prompt for each object. */
    Prompted prompted(int index, int epoch) {
        return prompts.draw(
                sample(index, epoch),
                Seeds.stream(parameters.seed(), "jitter", epoch, index),
                Seeds.stream(parameters.seed(), "prompts", epoch, index));
    }

    /** What the augmentation could not do; empty where nothing went wrong. */
    Optional<String> warning() {
        return augmenter
                .filter(by -> by.givenUp() > 0)
                .map(by ->
                        by.givenUp() + " augmented training images would have shown no object and stayed as they were ("
                                + by.redrawn() + " views were drawn again).");
    }
}
