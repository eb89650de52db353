package io.github.syr.checkpoint;

import io.github.syr.checkpoint.PickleValue.Storage;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A zip archive of torch.save: {@code NAME/data.pkl}, {@code NAME/byteorder}, {@code NAME/data/KEY} for each storage.
 */
final class TorchZip {

    private static final String PICKLE = "/data.pkl";

    private final ByteSource source;
    private final ByteReader reader;
    private final Map<String, ByteRegion> members;

    TorchZip(ByteSource source, ByteReader reader) {
        this.source = source;
        this.reader = reader;
        this.members = StoredZip.members(source, reader);
    }

    Map<String, CheckpointTensor> read() {
        String folder = folder();
        String pickle = folder + PICKLE;
        if (members.containsKey(folder + "/constants.pkl")) {
            throw SyrException.badData(
                    source,
                    "is a TorchScript archive: it holds a program (" + folder + "/constants.pkl).",
                    "Load it with PyTorch and save model.state_dict() instead.");
        }
        PickleInput in = new PickleInput(members.get(pickle), reader, pickle);
        PickleValue value = new Unpickler(in).read();
        if (in.position() != members.get(pickle).length()) {
            throw in.fail("continues after its end");
        }
        ByteOrder order = order(folder);
        return new StateDict(source, storage -> region(folder, storage), order).tensors(value);
    }

    private String folder() {
        List<String> pickles = members.keySet().stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .toList();
        if (pickles.size() != 1) {
            throw SyrException.badData(
                    source,
                    "is a zip archive that torch.save didn't write: it has " + pickles.size()
                            + " members NAME/data.pkl instead of one.",
                    "Name a .pth or .safetensors file with the model's weights.");
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    /** Files of PyTorch before 2.1 don't say; they come from little-endian machines. */
    private ByteOrder order(String folder) {
        ByteRegion member = members.get(folder + "/byteorder");
        if (member == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String order = member.length() > 10 ? "" : new String(member.readAll(reader), StandardCharsets.UTF_8);
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default ->
                throw SyrException.badData(
                        source,
                        folder + "/byteorder says \"" + order + "\"; \"little\" or \"big\" is expected.",
                        ByteRegion.AGAIN);
        };
    }

    private ByteRegion region(String folder, Storage storage) {
        String name = folder + "/data/" + storage.key();
        ByteRegion member = members.get(name);
        if (member == null) {
            throw SyrException.badData(
                    source, "has no member " + name + " for the storage \"" + storage.key() + "\".", ByteRegion.AGAIN);
        }
        return StateDict.sized(member, storage, name);
    }
}
