package io.github.syr.maven.pack;

import io.github.syr.adapter.AdapterIndex;
import io.github.syr.adapter.AdapterManifest;
import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import io.github.syr.io.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of an adapter in a module's class folder, whence they come into its jar.
 *
 * @param classes as {@code target/classes}
 */
record AdapterResources(Path classes) {

    /**
     * Puts an adapter there; what lay in its folder before and isn't part of it goes, an adapter of former coordinates
     * too.
     *
     * @param beside content of the files beside the manifest, by name; the adapter is one of them
     */
    void write(AdapterManifest manifest, Map<String, byte[]> beside) {
        AdapterIndex.Entry entry = new AdapterIndex.Entry(
                manifest.coordinates().groupId(), manifest.coordinates().artifactId());
        Path folder = classes.resolve(entry.folder());
        Path index = classes.resolve(AdapterIndex.PATH);
        try {
            // without an index nothing is found: a build that breaks off here leaves no half adapter
            removeFormer(index, entry);
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    delete(file);
                }
            }
        } catch (IOException e) {
            throw SyrException.cantWrite(folder, e);
        }
        new TreeMap<>(beside).forEach((name, content) -> AtomicFile.write(folder.resolve(name), content));
        AtomicFile.write(folder.resolve(AdapterManifest.FILE), manifest.toJson().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(index, AdapterIndex.write(List.of(entry)).getBytes(StandardCharsets.UTF_8));
    }

    private void removeFormer(Path index, AdapterIndex.Entry entry) throws IOException {
        if (!Files.isRegularFile(index)) {
            return;
        }
        List<AdapterIndex.Entry> former;
        try {
            former = AdapterIndex.read(ByteSource.of(index));
        } catch (SyrException e) {
            // broken, and about to be written again
            former = List.of();
        }
        Files.delete(index);
        for (AdapterIndex.Entry other : former) {
            if (!other.equals(entry)) {
                delete(classes.resolve(other.folder()));
            }
        }
    }

    private static void delete(Path fileOrFolder) throws IOException {
        if (Files.isDirectory(fileOrFolder)) {
            try (Stream<Path> files = Files.list(fileOrFolder)) {
                for (Path file : files.toList()) {
                    delete(file);
                }
            }
        }
        Files.deleteIfExists(fileOrFolder);
    }
}
