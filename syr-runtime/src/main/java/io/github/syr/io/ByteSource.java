package io.github.syr.io;

import io.github.syr.error.SyrException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes that can be read at any position: a file, a resource of the class path, or memory. {@code toString} gives its
 * place, for messages.
 */
public interface ByteSource {

    /** The most bytes that are read of a text: an entry of a jar may inflate to a thousand times its size. */
    int MOST_TEXT = 16 << 20;

    /**
     * Opens it; the caller closes what is returned.
     *
     * @throws SyrException if it can't be read
     */
    ByteReader open();

    /**
     * All of it.
     *
     * @throws SyrException if it can't be read, or is more than an array holds
     */
    default byte[] readAll() {
        try (ByteReader reader = open()) {
            if (reader.length() > Integer.MAX_VALUE - 8) {
                throw SyrException.badData(
                        this, "has " + reader.length() + " bytes, more than are read at once.", "Name the right file.");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
            while (bytes.hasRemaining() && reader.read(bytes, bytes.position()) >= 0) {
                // one read need not give all
            }
            return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
        } catch (IOException e) {
            throw unreadable(this, e);
        }
    }

    /**
     * All of it, as UTF-8.
     *
     * @throws SyrException if it can't be read, or is longer than {@link #MOST_TEXT}
     */
    default String readText() {
        try (ByteReader reader = open()) {
            if (reader.length() > MOST_TEXT) {
                throw tooLong(this);
            }
        } catch (IOException e) {
            throw unreadable(this, e);
        }
        return new String(readAll(), StandardCharsets.UTF_8);
    }

    /** The file, where it is one. */
    Optional<Path> file();

    /** A file. It must not change while anything that was read from it is in use. */
    static ByteSource of(Path file) {
        return new FileSource(file);
    }

    /** Bytes in memory, not to be changed. */
    static ByteSource of(byte[] bytes, Object place) {
        return new MemorySource(bytes, place);
    }

    /**
     * A resource of the class path: the file itself where it lies in a folder; in memory where it lies in a jar.
     *
     * @throws SyrException if it can't be read
     */
    static ByteSource of(URL resource) {
        if (resource.getProtocol().equals("file")) {
            try {
                return of(Path.of(resource.toURI()));
            } catch (URISyntaxException e) {
                throw new IllegalStateException(
                        "a class loader's addresses are valid, and this is not: " + resource, e);
            }
        }
        try (InputStream in = stream(resource)) {
            return of(in.readAllBytes(), resource);
        } catch (IOException e) {
            throw unreadable(resource, e);
        }
    }

    /**
     * A text of the class path, in memory.
     *
     * @throws SyrException if it can't be read, or is longer than {@link #MOST_TEXT}; no more than that is unpacked
     */
    static ByteSource ofText(URL resource) {
        try (InputStream in = stream(resource)) {
            byte[] bytes = in.readNBytes(MOST_TEXT + 1);
            if (bytes.length > MOST_TEXT) {
                throw tooLong(resource);
            }
            return of(bytes, resource);
        } catch (IOException e) {
            throw unreadable(resource, e);
        }
    }

    private static SyrException tooLong(Object place) {
        return SyrException.badData(
                place, "has more than " + (MOST_TEXT >> 20) + " MiB, too much for what it is.", "Fetch it again.");
    }

    /** The bytes of a resource, one after the other; the caller closes the stream. */
    static InputStream stream(URL resource) throws IOException {
        var connection = resource.openConnection();
        // the JVM's cache of jars would keep the jar open, and a jar that is replaced would be read as it was
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    /** What is said where reading fails. */
    static SyrException unreadable(Object place, IOException cause) {
        return SyrException.badData(
                place, "can't be read: " + cause + ".", "Name a file that exists and is readable.", cause);
    }
}

/** @param path of the file */
record FileSource(Path path) implements ByteSource {

    @Override
    public ByteReader open() {
        RegularFile.require(path);
        try {
            return new FileReader(FileChannel.open(path));
        } catch (IOException e) {
            throw ByteSource.unreadable(path, e);
        }
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(path);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private record FileReader(FileChannel channel) implements ByteReader {

        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer to, long position) throws IOException {
            return channel.read(to, position);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

/** @param place where the bytes come from, for messages */
record MemorySource(byte[] bytes, Object place) implements ByteSource {

    @Override
    public ByteReader open() {
        return new MemoryReader(bytes);
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return place.toString();
    }

    private record MemoryReader(byte[] bytes) implements ByteReader {

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public int read(ByteBuffer to, long position) {
            if (position >= bytes.length) {
                return -1;
            }
            int n = (int) Math.min(to.remaining(), bytes.length - position);
            to.put(bytes, (int) position, n);
            return n;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
