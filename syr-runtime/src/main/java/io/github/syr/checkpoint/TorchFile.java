package io.github.syr.checkpoint;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * Files that {@code torch.save} wrote: zip archives (PyTorch 1.6 and later) and what came before. Nothing in them is run: they
 * are read by an {@link Unpickler} that knows tensors only. Source: {@code torch/serialization.py}.
 */
public final class TorchFile {

    private TorchFile() {}

    /**
     * Opens a file that holds a state dict, or a dict that holds one beside other things; no tensor's numbers are read yet.
     *
     * @throws SyrException if it is neither, is cut short, or pickles anything but tensors and plain values
     */
    public static TensorFile read(Path file) {
        try (FileChannel channel = FileRegion.open(file)) {
            Map<String, CheckpointTensor> tensors =
                    isZip(file, channel) ? new TorchZip(file, channel).read() : new TorchLegacy(file, channel).read();
            return new TensorFile(file, tensors);
        } catch (IOException e) {
            throw FileRegion.unreadable(file, e);
        }
    }

    private static boolean isZip(Path file, FileChannel channel) {
        if (FileRegion.size(file, channel) < 4) {
            throw SyrException.badData(file, "is too short for a file of torch.save: "
                    + FileRegion.size(file, channel) + " bytes.", FileRegion.AGAIN);
        }
        ByteBuffer magic = ByteBuffer.allocate(4);
        new FileRegion(file, 0, 4).read(channel, 0, magic);
        return magic.getInt(0) == 0x504B0304;
    }
}
