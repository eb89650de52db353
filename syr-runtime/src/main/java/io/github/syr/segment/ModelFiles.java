package io.github.syr.segment;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterCheck;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.adapter.AdapterJar;
import io.github.syr.adapter.SelfTestFile;
import io.github.syr.checkpoint.CheckpointStore;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.io.ByteSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The files that a segmenter is loaded from; at least one of checkpoint and packaged is there.
 *
 * @param checkpoint a file; without one, the checkpoint that the packaged adapter names
 * @param adapter a file or a jar, in the place of the packaged one
 * @param packaged an adapter of the class path
 */
record ModelFiles(Optional<Path> checkpoint, Optional<Path> adapter, Optional<ClasspathAdapter> packaged) {

    /**
     * The base checkpoint.
     *
     * @param heads of the mask decoder, where they were given
     */
    SamCheckpoint open(OptionalInt heads) {
        OptionalInt known =
                heads.isPresent() || packaged.isEmpty() ? heads : packaged.get().decoderHeads();
        return checkpoint.isPresent()
                ? SamCheckpoint.open(checkpoint.get(), known)
                : SamCheckpoint.open(packaged.get().checkpoint(), known);
    }

    /**
     * The adapter.
     *
     * @throws io.github.syr.error.SyrException if it is for another checkpoint
     */
    Optional<Adapter> adapterFor(SamCheckpoint opened) {
        Optional<Adapter> weights = adapter.map(AdapterFile::read).or(() -> packaged.map(ClasspathAdapter::adapter));
        weights.ifPresent(a -> AdapterCheck.require(
                a,
                adapter.<Object>map(p -> p).orElseGet(() -> packaged.get().source()),
                opened,
                a.baseSha256().isPresent() ? CheckpointStore.sha256(opened.source()) : ""));
        return weights;
    }

    /** What the adapter is expected to make of SYR's picture: in its jar, or beside its file. */
    Optional<ByteSource> selfTest() {
        if (adapter.isEmpty()) {
            return packaged.flatMap(ClasspathAdapter::selfTest);
        }
        Path file = adapter.get();
        return AdapterJar.isOne(file)
                ? AdapterJar.selfTest(file)
                : Optional.of(file.resolveSibling(SelfTestFile.FILE))
                        .filter(Files::isRegularFile)
                        .map(ByteSource::of);
    }
}
