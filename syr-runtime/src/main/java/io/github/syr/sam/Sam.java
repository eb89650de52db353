package io.github.syr.sam;

import static io.github.syr.sam.Scope.scoped;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.syr.adapter.Adapter;
import io.github.syr.checkpoint.Precision;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.checkpoint.SamConfig;
import io.github.syr.device.PyTorch;
import io.github.syr.image.BinaryMask;
import io.github.syr.image.PillowResize;
import io.github.syr.image.RgbImage;
import io.github.syr.image.Size;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Segment Anything: image encoder, prompt encoder and mask decoder of one checkpoint on one device, with what leads
 * into them and out of them. Owns its weights; close it.
 */
public final class Sam implements AutoCloseable {

    /** What the reference normalises by: ImageNet's means and deviations in levels, R G B. */
    private static final float[] PIXEL_MEAN = {123.675f, 116.28f, 103.53f};

    private static final float[] PIXEL_STD = {58.395f, 57.12f, 57.375f};

    private static final String DECODER = "mask_decoder";

    private final NDManager manager;
    private final SamConfig config;
    private final ImageEncoder imageEncoder;
    private final PromptEncoder promptEncoder;
    private final MaskDecoder maskDecoder;
    private final NDArray imagePe; // 1 x GG x D
    private final Map<String, NDArray> decoderTensors;
    private final LoraLayers lora;

    private Sam(NDManager manager, SamConfig config, Weights weights, Precision precision) {
        this.manager = manager;
        this.config = config;
        imageEncoder = new ImageEncoder(weights.at("image_encoder"), config, precision);
        promptEncoder = new PromptEncoder(weights.at("prompt_encoder"), config);
        imagePe = MaskDecoder.tokens(promptEncoder.densePe());
        maskDecoder = new MaskDecoder(weights.at(DECODER), config, imagePe);
        lora = weights.lora();
        decoderTensors = new TreeMap<>(weights.arrays());
        decoderTensors.keySet().removeIf(name -> !name.startsWith(DECODER + "."));
    }

    /** Loads a checkpoint, to compute with it in float32. */
    public static Sam load(SamCheckpoint checkpoint, Optional<Adapter> adapter, Device device) {
        return load(checkpoint, adapter, device, Precision.FLOAT32);
    }

    /**
     * Loads a checkpoint.
     *
     * @param adapter merged into the weights, so that the adapted model costs what the base model costs; it has to fit
     *     (see {@link io.github.syr.adapter.AdapterCheck})
     * @param precision of the image encoder's blocks
     * @throws io.github.syr.error.SyrException if the device has no instructions for the precision
     */
    public static Sam load(SamCheckpoint checkpoint, Optional<Adapter> adapter, Device device, Precision precision) {
        PyTorch.require(precision, device);
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            Map<String, float[]> changed = adapter.map(
                            a -> a.merged(name -> checkpoint.tensors().get(name).toFloats()))
                    .orElse(Map.of());
            return new Sam(
                    manager, checkpoint.config(), new Weights(manager, checkpoint.tensors(), changed), precision);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    public SamConfig config() {
        return config;
    }

    /** The device's manager; arrays that are made for this model belong to managers below it. */
    public NDManager manager() {
        return manager;
    }

    public ImageEncoder imageEncoder() {
        return imageEncoder;
    }

    public PromptEncoder promptEncoder() {
        return promptEncoder;
    }

    public MaskDecoder maskDecoder() {
        return maskDecoder;
    }

    /** The mask decoder's tensors by name, in Meta's layout; the model's own, not to be changed. */
    public Map<String, NDArray> decoderTensors() {
        return Collections.unmodifiableMap(decoderTensors);
    }

    /**
     * A mask decoder of other tensors, through which gradients flow to them.
     *
     * @param scope owns what is made of them
     * @param tensors by name, as {@link #decoderTensors}; those that are missing are the model's
     */
    public MaskDecoder decoder(NDManager scope, Map<String, NDArray> tensors) {
        Map<String, NDArray> all = new HashMap<>(decoderTensors);
        all.putAll(tensors);
        return new MaskDecoder(new Weights(scope, all, lora).at(DECODER), config, imagePe);
    }

    /**
     * The linear layers that LoRA can be added to, by their names in Meta's layout; the thirds of an attention's qkv as
     * {@code image_encoder.blocks.0.attn.qkv.q}.
     *
     * @return shapes of their weights, outputs x inputs
     */
    public Map<String, Shape> linearLayers() {
        return Collections.unmodifiableMap(lora.shapes());
    }

    /**
     * Adds LoRA to layers, in the place of what was added to them before.
     *
     * @param loras by layer, see {@link #linearLayers}
     */
    public void setLora(Map<String, Lora> loras) {
        lora.loras().putAll(loras);
    }

    /** Takes LoRA away from all layers. */
    public void clearLora() {
        lora.loras().clear();
    }

    /** An image resized so that its longest side is the model's. */
    public RgbImage resize(RgbImage image) {
        return PillowResize.longestSide(image, config.imageSize());
    }

    /**
     * Normalises a resized image and pads it to a square below and at the right.
     *
     * @param resized see {@link #resize}
     * @return 3 x S x S numbers
     */
    public float[] preprocess(RgbImage resized) {
        int side = config.imageSize();
        float[] values = new float[3 * side * side];
        byte[] pixels = resized.pixels();
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < resized.height(); y++) {
                int to = (c * side + y) * side;
                int from = 3 * y * resized.width() + c;
                for (int x = 0; x < resized.width(); x++, from += 3) {
                    values[to + x] = ((pixels[from] & 0xFF) - PIXEL_MEAN[c]) / PIXEL_STD[c];
                }
            }
        }
        return values;
    }

    /** Preprocessed images as an array: B x 3 x S x S. */
    public NDArray input(NDManager owner, RgbImage... resized) {
        int side = config.imageSize();
        FloatBuffer buffer = FloatBuffer.allocate(resized.length * 3 * side * side);
        for (RgbImage image : resized) {
            buffer.put(preprocess(image));
        }
        return owner.create(buffer.rewind(), new Shape(resized.length, 3, side, side));
    }

    /**
     * The masks for prompts on an encoded image: prompt encoder and mask decoder.
     *
     * @param embedding one image's, 1 x D x G x G; its manager owns what is returned
     * @param prompts N of them, in the pixels of the model's input (see {@link Framing})
     * @param multimask whether to return the three masks for an ambiguous prompt, or the one for a clear one
     * @return low-resolution logits and predicted IoU, K = 3 or 1 a prompt
     */
    public MaskDecoder.Masks masks(NDArray embedding, Prompts prompts, boolean multimask) {
        return masks(maskDecoder, embedding, prompts, multimask);
    }

    /** As {@link #masks(NDArray, Prompts, boolean)}, by another decoder, see {@link #decoder}. */
    public MaskDecoder.Masks masks(MaskDecoder decoder, NDArray embedding, Prompts prompts, boolean multimask) {
        return decoder.forward(embedding, promptEncoder.forward(embedding.getManager(), prompts), multimask);
    }

    /**
     * Low-resolution logits at another size: upsampled, freed from the padding, and resized, bilinearly.
     *
     * @param logits N x K x 4G x 4G
     * @param framing of the image
     * @param size of the result; the original's for a mask of the image
     * @return N x K x height x width
     */
    public NDArray postprocess(NDArray logits, Framing framing, Size size) {
        return scoped(logits, x -> upsampling(framing, size).logits(x));
    }

    /**
     * The mask that low-resolution logits stand for at another size: where they are above 0 there, see
     * {@link #postprocess}. They aren't made at that size.
     *
     * @param logits of one mask, 1 x 1 x 4G x 4G
     * @param framing of the image
     * @param size of the mask; the original's for one of the image
     */
    public BinaryMask mask(NDArray logits, Framing framing, Size size) {
        return upsampling(framing, size).mask(logits.toFloatArray());
    }

    private Upsampling upsampling(Framing framing, Size size) {
        return new Upsampling(4 * config.gridSize(), config.imageSize(), framing.resized(), size);
    }

    /** Where an image lies in this model's input. */
    public Framing framing(RgbImage image) {
        return Framing.of(Size.of(image), config.imageSize());
    }

    @Override
    public void close() {
        manager.close();
    }
}
