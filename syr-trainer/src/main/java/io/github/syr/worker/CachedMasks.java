package io.github.syr.worker;

import io.github.syr.annotation.DatasetDigests;
import io.github.syr.annotation.DatasetFolder;
import io.github.syr.freshness.CurrentMasks;
import io.github.syr.io.Sha256;
import io.github.syr.message.Dataset;
import io.github.syr.message.Event;
import io.github.syr.message.MaskStamp;
import io.github.syr.message.Request;
import io.github.syr.runcache.EntryLabel;
import io.github.syr.runcache.RunCache;
import io.github.syr.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The run cache as the masks of a data set use it: for machines that have the digests of the images and not the images,
 * because Git LFS has not pulled them. Masks are kept, overlays are not: these are as large as the photographs.
 */
final class CachedMasks {

    private final Session session;

    CachedMasks(Session session) {
        this.session = session;
    }

    /**
     * Takes {@code dataset.json} and the masks from the cache, where files of the data set have not been pulled and the
     * cache has them.
     */
    Optional<CurrentMasks> restore() {
        DatasetFolder folder = folder();
        List<String> pointers = folder.pointers();
        Optional<RunCache> cache = session.runCache();
        if (pointers.isEmpty() || cache.isEmpty()) {
            return Optional.empty();
        }
        String digest = label(folder, folder.contents(Map.of())).digest();
        String unpulled = pointers.size() + (pointers.size() == 1 ? " file" : " files") + " of the data set, as "
                + pointers.get(0) + (pointers.size() == 1 ? ", has" : ", have") + " not been pulled by Git LFS; ";
        if (!cache.get().restore(digest, session.layout().root())) {
            note(
                    Event.Level.WARN,
                    unpulled + "the run cache"
                            + (session.isShared() ? " and the run repository have" : " has")
                            + " no masks of them (digest "
                            + digest + ").");
            return Optional.empty();
        }
        Optional<CurrentMasks> masks = session.freshness().masks().current();
        if (masks.isPresent()) {
            note(Event.Level.INFO, unpulled + "masks: taken from the run cache (digest " + digest + ").");
        } else {
            cache.get().discard(digest, "its masks are not of that digest, or another version of SYR wrote them");
        }
        return masks;
    }

    /** Keeps masks that were made of files that are all here. */
    void store(Dataset dataset) {
        session.runCache().ifPresent(cache -> {
            DatasetFolder folder = folder();
            Map<String, String> contents = folder.contents(dataset.sources());
            // a file outside the folder, or of another kind, is not among those that digests are compared of
            if (contents.keySet().containsAll(dataset.sources().keySet())) {
                cache.store(label(folder, contents), session.layout().root(), files(dataset));
            }
        });
    }

    /** Tells of masks that are up to date in the output folder. */
    void offer(Dataset dataset) {
        if (session.isShared()) {
            DatasetFolder folder = folder();
            String digest = label(folder, folder.contents(dataset.sources())).digest();
            session.runCache().ifPresent(cache -> cache.offer(digest));
        }
    }

    private List<Path> files(Dataset dataset) {
        Path root = session.layout().root();
        List<Path> files = new ArrayList<>();
        for (Dataset.Image image : dataset.images()) {
            image.objects().forEach(object -> files.add(root.resolve(object.mask())));
        }
        files.add(MaskStamp.in(session.layout().masks()));
        files.add(session.layout().dataset());
        return files;
    }

    private EntryLabel label(DatasetFolder folder, Map<String, String> contents) {
        Map<String, String> inputs = new TreeMap<>();
        inputs.put("schema", Dataset.SCHEMA);
        inputs.put("parameters", DatasetDigests.settings(session.request().dataset(), folder));
        inputs.put(
                "files",
                Sha256.of(contents.entrySet().stream()
                        .map(file -> file.getKey() + "\t" + file.getValue())
                        .collect(Collectors.joining("\n"))));
        String digest = Sha256.of("masks\n"
                + inputs.entrySet().stream()
                        .map(input -> input.getKey() + "=" + input.getValue())
                        .collect(Collectors.joining("\n")));
        return new EntryLabel(EntryLabel.Kind.MASKS, digest, "masks", "", inputs);
    }

    private DatasetFolder folder() {
        Request request = session.request();
        return DatasetFolder.open(request.dataset(), session.layout().root());
    }

    private void note(Event.Level level, String text) {
        session.tell(new Event.Note(level, text));
    }
}
