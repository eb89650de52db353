package io.github.syr.checkpoint;

import io.github.syr.checkpoint.PickleValue.Items;
import io.github.syr.checkpoint.PickleValue.Storage;
import io.github.syr.checkpoint.PickleValue.Text;
import io.github.syr.checkpoint.PickleValue.Whole;
import io.github.syr.error.SyrException;
import io.github.syr.io.ByteReader;
import io.github.syr.io.ByteSource;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * What torch.save wrote before PyTorch 1.6: five pickles (magic number, version, the machine's sizes, the value, the
 * storages' keys), then each storage as a count of numbers in 64 bits and its bytes, both little-endian whatever the
 * machine.
 */
final class TorchLegacy {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final BigInteger VERSION = BigInteger.valueOf(1001);

    private final ByteSource source;
    private final ByteReader reader;
    private final ByteRegion whole;
    private final PickleInput in;

    TorchLegacy(ByteSource source, ByteReader reader) {
        this.source = source;
        this.reader = reader;
        this.whole = new ByteRegion(source, 0, ByteRegion.size(source, reader));
        this.in = new PickleInput(whole, reader, "pickle");
    }

    Map<String, CheckpointTensor> read() {
        if (!(next() instanceof Whole magic) || !magic.value().equals(MAGIC)) {
            throw in.fail(
                    "is not one of torch.save: it doesn't begin with its magic number",
                    "Save the model's state_dict() by torch.save.");
        }
        if (!(next() instanceof Whole version) || !version.value().equals(VERSION)) {
            throw in.fail("is of another version of torch.save's format than 1001", ByteRegion.AGAIN);
        }
        next(); // sizes of the writer's machine, which PyTorch doesn't look at either
        Unpickler unpickler = new Unpickler(in);
        PickleValue value = unpickler.read();
        if (!(next() instanceof Items keys)) {
            throw in.fail("lacks the list of its storages' keys");
        }
        Map<String, ByteRegion> regions = regions(keys, unpickler.storages());
        return new StateDict(source, storage -> regions.get(storage.key()), ByteOrder.LITTLE_ENDIAN).tensors(value);
    }

    private PickleValue next() {
        return new Unpickler(in).read();
    }

    /** Where each storage is. The file gives their counts; only the pickle says how many bytes a number has. */
    private Map<String, ByteRegion> regions(Items keys, Map<String, Storage> storages) {
        Map<String, ByteRegion> regions = new HashMap<>();
        long at = in.position();
        for (PickleValue each : keys.items()) {
            if (!(each instanceof Text key) || !storages.containsKey(key.value()) || regions.containsKey(key.value())) {
                throw in.fail("lists storages that its tensors don't name, or one twice");
            }
            Storage storage = storages.get(key.value());
            if (whole.length() - at < Long.BYTES) {
                throw cutShort(storage, at);
            }
            ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            whole.read(reader, at, count);
            at += Long.BYTES;
            if (count.getLong(0) != storage.numbers()) {
                throw SyrException.badData(
                        source,
                        "storage \"" + storage.key() + "\" at byte " + at + " has " + count.getLong(0)
                                + " numbers, but its tensors say " + storage.numbers() + ".",
                        ByteRegion.AGAIN);
            }
            long bytes = storage.bytes();
            if (bytes > whole.length() - at) {
                throw cutShort(storage, at);
            }
            regions.put(storage.key(), new ByteRegion(source, at, bytes));
            at += bytes;
        }
        if (regions.size() != storages.size()) {
            throw in.fail("lists " + regions.size() + " storages, but its tensors name " + storages.size());
        }
        if (at != whole.length()) {
            throw SyrException.badData(
                    source, "has " + (whole.length() - at) + " bytes after its last storage.", ByteRegion.AGAIN);
        }
        return regions;
    }

    private SyrException cutShort(Storage storage, long at) {
        return SyrException.badData(
                source,
                "is cut short: storage \"" + storage.key() + "\" of " + storage.bytes() + " bytes at byte " + at
                        + " reaches beyond the file's end at byte " + whole.length() + ".",
                ByteRegion.AGAIN);
    }
}
