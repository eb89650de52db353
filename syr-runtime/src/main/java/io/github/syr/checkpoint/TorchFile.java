package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Files that {@code torch.save} wrote: zip archives (PyTorch 1.6 and later) and what came before. Nothing in them is
 * run: they are read by an {@link Unpickler} that knows tensors only. Source: {@code torch/serialization.py}.
 */
public final class TorchFile {

    private TorchFile() {}

    /**
     * Opens a file that holds a state dict, or a dict that holds one beside other things; no tensor's numbers are read
     * yet.
     *
     * @throws SyrException if it is neither, is cut short, or pickles anything but tensors and plain values
     */
    public static TensorFile read(ByteSource source) {
        try (ByteReader reader = source.open()) {
            Map<String, CheckpointTensor> tensors = isZip(source, reader)
                    ? new TorchZip(source, reader).read()
                    : new TorchLegacy(source, reader).read();
            return new TensorFile(source, tensors);
        } catch (IOException e) {
            throw ByteSource.unreadable(source, e);
        }
    }

    /** Opens a file; see {@link #read(ByteSource)}. */
    public static TensorFile read(Path file) {
        return read(ByteSource.of(file));
    }

    private static boolean isZip(ByteSource source, ByteReader reader) {
        if (ByteRegion.size(source, reader) < 4) {
            throw SyrException.badData(
                    source,
                    "is too short for a file of torch.save: " + ByteRegion.size(source, reader) + " bytes.",
                    ByteRegion.AGAIN);
        }
        ByteBuffer magic = ByteBuffer.allocate(4);
        new ByteRegion(source, 0, 4).read(reader, 0, magic);
        return magic.getInt(0) == 0x504B0304;
    }
}
