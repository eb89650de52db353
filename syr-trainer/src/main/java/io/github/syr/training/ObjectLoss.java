package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.Box;
import io.github.syr.image.Size;
import io.github.syr.mask.MaskOps;
import io.github.syr.mask.SignedDistance;
import io.github.syr.message.Tuning;
import io.github.syr.message.Tuning.PromptKind;
import io.github.syr.sam.MaskDecoder;
import io.github.syr.sam.OwnMemory;
import io.github.syr.sam.Prompts;
import io.github.syr.sam.Sam;
import io.github.syr.sample.Sample;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The loss of some of an image's objects: that of the mask, of the best one where a single click has three (as SAM is
 * trained); where the decoder is trained, plus the squared error of the predicted IoU.
 *
 * @param from the first object
 * @param to after the last one
 */
record ObjectLoss(Sam sam, Optional<DecoderWeights> decoder, Weights weights, Prompted prompted, int from, int to) {

    /**
     * What counts how much.
     *
     * @param iou weight of the error of the predicted IoU, where the decoder is trained
     */
    record Weights(Tuning.Loss masks, double iou) {

        /** The paper's: a mean squared error of weight 1. */
        static Weights of(Tuning.Loss masks) {
            return new Weights(masks, 1);
        }
    }

    /**
     * What the gradient is taken of.
     *
     * @param loss sum over the objects
     * @param sum a scalar that has the loss's gradient, times the factor
     */
    record Backward(double loss, NDArray sum) {}

    /**
     * @param embedding one image's, 1 x D x G x G; its manager owns what is made
     * @param factor that the gradient is multiplied by
     */
    Backward of(NDArray embedding, double factor) {
        NDManager scope = embedding.getManager();
        boolean multimask = prompted.kind() == PromptKind.CLICK;
        Prompts prompts = prompted.kind() == PromptKind.CORRECTION ? corrected(embedding) : prompts();
        MaskDecoder maskDecoder =
                decoder.map(tensors -> tensors.decoder(scope, multimask)).orElse(sam.maskDecoder());
        MaskDecoder.Masks masks = sam.masks(maskDecoder, embedding, prompts, multimask);
        NDArray logits = sam.postprocess(masks.logits(), prompted.sample().framing(), size());
        long each = logits.getShape().get(1);
        NDArray truth = truth(scope, each);
        NDArray plain = logits.stopGradient().reshape(truth.getShape());
        MaskLoss.LossAndGradient result =
                new MaskLoss(weights.masks()).of(plain, truth, maps(scope, truth.getShape(), (int) each));
        double[] chosen = chosen(result.values(), (int) each);
        NDArray gradient = result.gradient().muli(factor);
        if (each > 1) {
            gradient.muli(scope.create(floats(chosen), new Shape(chosen.length, 1, 1, 1)));
        }
        NDArray sum = logits.mul(gradient.reshape(logits.getShape())).sum();
        double loss = 0;
        for (int i = 0; i < chosen.length; i++) {
            loss += chosen[i] * result.values()[i];
        }
        if (decoder.isPresent() && weights.iou() > 0) {
            NDArray real = iou(plain, truth).reshape(masks.iou().getShape());
            NDArray error = masks.iou().sub(real).square().sum();
            loss += weights.iou() / each * error.stopGradient().getFloat();
            sum = sum.add(error.mul(OwnMemory.of(scope, weights.iou() / each * factor)));
        }
        return new Backward(loss, sum);
    }

    /** 1 for the mask of the least loss of each object, 0 for the others. */
    private static double[] chosen(double[] losses, int each) {
        double[] chosen = new double[losses.length];
        for (int object = 0; object < losses.length; object += each) {
            int best = object;
            for (int k = object + 1; k < object + each; k++) {
                best = losses[k] < losses[best] ? k : best;
            }
            chosen[best] = 1;
        }
        return chosen;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** The real IoU of masks: 1 where both are empty. */
    private static NDArray iou(NDArray logits, NDArray truth) {
        int[] pixels = {1, 2, 3};
        NDArray mask = logits.gt(0).toType(DataType.FLOAT32, false);
        NDArray intersection = mask.mul(truth).sum(pixels);
        NDArray union = mask.sum(pixels).add(truth.sum(pixels)).sub(intersection);
        return intersection.div(union.maximum(1));
    }

    private Size size() {
        return Size.of(prompted.sample().objects().get(from).mask());
    }

    private Prompts prompts() {
        return new Prompts(points(), boxes(), Optional.empty());
    }

    private List<float[]> boxes() {
        return prompted.boxes().isEmpty()
                ? List.of()
                : prompted.boxes().subList(from, to).stream()
                        .map(prompted.sample().framing()::box)
                        .toList();
    }

    private List<List<Prompts.InputPoint>> points() {
        return prompted.clicks().isEmpty()
                ? List.of()
                : prompted.clicks().subList(from, to).stream()
                        .map(clicks -> clicks.stream().map(this::point).toList())
                        .toList();
    }

    private Prompts.InputPoint point(Click click) {
        return prompted.sample().framing().point(click.x(), click.y(), click.foreground());
    }

    /** Boxes, the masks that they give, and a click on an error of each; on the object where there is none. */
    private Prompts corrected(NDArray embedding) {
        List<List<Prompts.InputPoint>> points = new ArrayList<>();
        List<float[]> low = new ArrayList<>();
        JniUtils.setGradMode(false);
        try (NDManager scope = embedding.getManager().newSubManager()) {
            NDArray plain = embedding.stopGradient();
            plain.attach(scope);
            MaskDecoder maskDecoder =
                    decoder.map(tensors -> tensors.decoder(scope)).orElse(sam.maskDecoder());
            MaskDecoder.Masks masks = sam.masks(maskDecoder, plain, prompts(), false);
            for (int i = from; i < to; i++) {
                NDArray one = masks.logits().get((i - from) + ":" + (i - from + 1));
                low.add(one.toFloatArray());
                BinaryMask predicted = sam.mask(one, prompted.sample().framing(), size());
                points.add(List.of(point(click(predicted, i))));
            }
        } finally {
            JniUtils.setGradMode(true);
        }
        return new Prompts(points, boxes(), Optional.of(low));
    }

    private Click click(BinaryMask predicted, int object) {
        Sample sample = prompted.sample();
        BinaryMask truth = sample.objects().get(object).mask();
        BitSet errors = (BitSet) truth.bits().clone();
        errors.xor(predicted.bits());
        BitSet missed = (BitSet) truth.bits().clone();
        missed.andNot(predicted.bits());
        if (errors.isEmpty()) {
            return PromptDrawer.on(truth, truth.bits(), true, sample, prompted.random());
        }
        boolean foreground = prompted.random().nextInt(errors.cardinality()) < missed.cardinality();
        errors.andNot(missed);
        return PromptDrawer.on(truth, foreground ? missed : errors, foreground, sample, prompted.random());
    }

    /** Each object's mask, as often as it has logits: N·K x 1 x H x W. */
    private NDArray truth(NDManager scope, long each) {
        List<Sample.AnnotatedMask> objects = prompted.sample().objects().subList(from, to);
        int pixels = size().width() * size().height();
        float[] truth = new float[Math.toIntExact(objects.size() * each * pixels)];
        for (int n = 0; n < truth.length / pixels; n++) {
            int at = n * pixels;
            objects.get((int) (n / each)).mask().bits().stream().forEach(bit -> truth[at + bit] = 1);
        }
        return scope.create(truth, new Shape(objects.size() * each, 1, size().height(), size().width()));
    }

    private MaskLoss.Maps maps(NDManager scope, Shape shape, int each) {
        Optional<NDArray> counts = weights.masks().holeWeight() == 1
                ? Optional.empty()
                : Optional.of(map(scope, shape, each, this::holeWeights));
        Optional<NDArray> distance = weights.masks().boundaryWeight() == 0
                ? Optional.empty()
                : Optional.of(map(scope, shape, each, ObjectLoss::distance));
        return new MaskLoss.Maps(counts, distance);
    }

    private NDArray map(NDManager scope, Shape shape, int each, Function<BinaryMask, float[]> numbers) {
        FloatBuffer all = FloatBuffer.allocate(Math.toIntExact(shape.size()));
        for (Sample.AnnotatedMask object : prompted.sample().objects().subList(from, to)) {
            float[] one = numbers.apply(object.mask());
            for (int k = 0; k < each; k++) {
                all.put(one);
            }
        }
        return scope.create(all.rewind(), shape);
    }

    private float[] holeWeights(BinaryMask mask) {
        float[] numbers = new float[mask.width() * mask.height()];
        Arrays.fill(numbers, 1);
        Box box = mask.box().orElse(Box.of(0, 0, mask.width(), mask.height()));
        MaskOps.holes(mask, box).bits().stream()
                .forEach(pixel -> numbers[pixel] = (float) weights.masks().holeWeight());
        return numbers;
    }

    private static float[] distance(BinaryMask mask) {
        float[] numbers = SignedDistance.of(mask);
        int side = Math.max(mask.width(), mask.height());
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] /= side;
        }
        return numbers;
    }
}
