package io.github.syr.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * {@code encoder.py} in PyTorch: DJL has no scaled dot-product attention and no bfloat16, but it runs TorchScript. The
 * archive that PyTorch loads is made here of the source, so that no build step needs Python. Threads may share it.
 */
final class EncoderScript {

    private static final String SOURCE = "encoder.py";
    private static final String PRODUCTS = "products.py";
    private static final String PRODUCTS_ONEDNN = "products_onednn.py";

    /** A pickled {@code __torch__.Encoder} whose attributes are {@code training = False}. */
    private static final byte[] OBJECT = "\u0080\u0002c__torch__\nEncoder\nq\0)\u0081}X\b\0\0\0trainingq\u0001\u0089sb."
            .getBytes(StandardCharsets.ISO_8859_1);

    /** A pickled empty tuple. */
    private static final byte[] CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);

    private final PtSymbolBlock module;

    /**
     * @param owner closes the script with itself
     * @param oneDnn whether matrix products are oneDNN's, see {@link io.github.syr.device.PyTorch#prefersOneDnn}
     */
    EncoderScript(NDManager owner, boolean oneDnn) {
        try (InputStream encoder = EncoderScript.class.getResourceAsStream(SOURCE);
                InputStream products = EncoderScript.class.getResourceAsStream(oneDnn ? PRODUCTS_ONEDNN : PRODUCTS)) {
            byte[] archive = archive(new SequenceInputStream(encoder, products).readAllBytes());
            module = JniUtils.loadModule((PtNDManager) owner, new ByteArrayInputStream(archive), true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of memory and the own jar
        }
    }

    private static byte[] archive(byte[] source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "data.pkl", OBJECT);
            add(zip, "code/__torch__.py", source);
            add(zip, "constants.pkl", CONSTANTS);
            add(zip, "version", "3".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** PyTorch reads members that are stored, not compressed. */
    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("encoder/" + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /**
     * What LoRA adds to the layers of a block.
     *
     * @param pairs A and B of each layer; empty arrays where it has none
     * @param scales alpha / rank of each layer
     */
    record Adapted(NDList pairs, double[] scales) {}

    /** A block's output. */
    NDArray forward(NDArray x, NDList weights, Adapted lora, double eps) {
        return run("forward", x, of(x), of(weights), of(lora.pairs), IValue.listFrom(lora.scales), IValue.from(eps))
                .singletonOrThrow();
    }

    /** A block's output, then what {@link #backward} needs. */
    NDList keep(NDArray x, NDList weights, Adapted lora, double eps, boolean all) {
        IValue scales = IValue.listFrom(lora.scales);
        return run("keep", x, of(x), of(weights), of(lora.pairs), scales, IValue.from(eps), IValue.from(all));
    }

    /** The gradients of x, and of each A and B. */
    NDList backward(NDArray x, NDList kept, NDArray upstream, NDList weights, Adapted lora, double eps) {
        IValue scales = IValue.listFrom(lora.scales);
        return run("backward", x, of(x), of(kept), of(upstream), of(weights), of(lora.pairs), scales, IValue.from(eps));
    }

    /** Numbers as bfloat16; DJL can do nothing with the result but pass it on. */
    NDArray toBfloat16(NDArray x) {
        return run("to_bfloat16", x, of(x)).singletonOrThrow();
    }

    private static IValue of(NDArray array) {
        return IValue.from((PtNDArray) array);
    }

    private static IValue of(NDList arrays) {
        return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    /** @param owner whose manager what is returned belongs to */
    private NDList run(String method, NDArray owner, IValue... arguments) {
        try (IValue result = IValueUtils.runMethod(module, method, arguments)) {
            return result.toNDList((PtNDManager) owner.getManager());
        } finally {
            Stream.of(arguments).forEach(IValue::close);
        }
    }
}
