package io.github.syr.session;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * The time that the rest of a request's training and evaluation takes: what an image has taken so far, times the images
 * that are left. A rank that ends early leaves fewer, so it is the most rather than the mean.
 */
public final class TimeLeft {

    /** Of a training step's time, what a forward pass takes: the step has two of them, and a backward pass. */
    private static final double FORWARD_SHARE = 1.0 / 4;

    private final LongSupplier nanoTime;
    private long last;
    private long trained;
    private long trainedNanos;
    private long judged;
    private long judgedNanos;
    private long toTrain;
    private long toJudge;

    /** @param nanoTime as {@link System#nanoTime} */
    TimeLeft(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /**
     * What is left from here on; the time until here, as of loading a model, counts for nothing.
     *
     * @param imagesToTrain passes of an image through training
     * @param imagesToJudge passes of an image through validation or evaluation
     */
    public void plan(long imagesToTrain, long imagesToJudge) {
        toTrain = imagesToTrain;
        toJudge = imagesToJudge;
        last = nanoTime.getAsLong();
    }

    /** So many passes of those that are planned are done already. */
    public void skip(long imagesToTrain, long imagesToJudge) {
        toTrain -= imagesToTrain;
        toJudge -= imagesToJudge;
    }

    /** So many images went through training since the last call. */
    public void trained(int images) {
        trained += images;
        toTrain -= images;
        trainedNanos += lap();
    }

    /** One image was judged since the last call. */
    public void judged() {
        judged++;
        toJudge--;
        judgedNanos += lap();
    }

    private long lap() {
        long now = nanoTime.getAsLong();
        long lap = now - last;
        last = now;
        return lap;
    }

    /** None before the first image is done. */
    public OptionalDouble seconds() {
        if (trained == 0 && judged == 0) {
            return OptionalDouble.empty();
        }
        double train = trained == 0 ? 0 : (double) trainedNanos / trained;
        double judge = judged == 0 ? train * FORWARD_SHARE : (double) judgedNanos / judged;
        return OptionalDouble.of((Math.max(0, toTrain) * train + Math.max(0, toJudge) * judge) * 1e-9);
    }
}
