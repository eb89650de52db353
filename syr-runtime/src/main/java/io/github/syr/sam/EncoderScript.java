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

    /** A pickled {@code __torch__.Encoder} whose attributes are {@code training = False}. */
    private static final byte[] OBJECT = "\u0080\u0002c__torch__\nEncoder\nq\0)\u0081}X\b\0\0\0trainingq\u0001\u0089sb."
            .getBytes(StandardCharsets.ISO_8859_1);

    /** A pickled empty tuple. */
    private static final byte[] CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);

    private final PtSymbolBlock module;

    /** @param owner closes the script with itself */
    EncoderScript(NDManager owner) {
        try (InputStream source = EncoderScript.class.getResourceAsStream(SOURCE)) {
            byte[] archive = archive(source.readAllBytes());
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
     * Attention.
     *
     * @param arguments q, k, v, bias, h, w; the result belongs to the first one's manager
     */
    NDArray attend(NDList arguments) {
        return run("attend", arguments).singletonOrThrow();
    }

    /**
     * The gradients of q, k, v.
     *
     * @param arguments q, k, v, bias, h, w, out, up; the result belongs to the first one's manager
     */
    NDList attendGradient(NDList arguments) {
        return run("attend_gradient", arguments);
    }

    /**
     * A whole block in bfloat16.
     *
     * @param arguments as {@link Bfloat16Block} has them; the result belongs to the first one's manager
     */
    NDArray block(NDList arguments, double eps) {
        return run("block", arguments, IValue.from(eps)).singletonOrThrow();
    }

    /** Numbers as bfloat16; DJL can do nothing with the result but pass it on. */
    NDArray bfloat16(NDArray x) {
        return run("bfloat16", new NDList(x)).singletonOrThrow();
    }

    private NDList run(String method, NDList arguments, IValue... further) {
        IValue[] values = Stream.concat(
                        arguments.stream().map(each -> IValue.from((PtNDArray) each)), Stream.of(further))
                .toArray(IValue[]::new);
        try (IValue result = IValueUtils.runMethod(module, method, values)) {
            return result.toNDList((PtNDManager) arguments.head().getManager());
        } finally {
            Stream.of(values).forEach(IValue::close);
        }
    }
}
