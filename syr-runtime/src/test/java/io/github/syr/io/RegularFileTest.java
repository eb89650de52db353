package io.github.syr.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.error.SyrException;
import io.github.syr.json.Json;
import io.github.syr.segment.Segmenter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever reads a pipe that nobody writes to waits for ever. */
@DisabledOnOs(OS.WINDOWS)
class RegularFileTest {

    @TempDir
    private Path folder;

    private static Arguments reader(String name, Consumer<Path> reader) {
        return Arguments.of(name, reader);
    }

    static Stream<Arguments> readers() {
        return Stream.of(
                reader("a.json", Json::read),
                reader("a.safetensors", AdapterFile::read),
                reader("a.pth", SamCheckpoint::open),
                reader("b.safetensors", SamCheckpoint::open),
                reader("a.bin", Sha256::of),
                reader("c.safetensors", file -> Segmenter.from(file)));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void aPipeIsRefused(String name, Consumer<Path> reader) throws IOException, InterruptedException {
        Path pipe = folder.resolve(name);
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        SyrException e = assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThrows(SyrException.class, () -> reader.accept(pipe)));
        assertEquals(pipe + ": is not a regular file, but a pipe, a socket or a device. Name a file.", e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("readers")
    void aSocketIsRefused(String name, Consumer<Path> reader) throws IOException {
        Path socket = folder.resolve(name);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            SyrException e = assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> assertThrows(SyrException.class, () -> reader.accept(socket)));
            assertEquals(
                    socket + ": is not a regular file, but a pipe, a socket or a device. Name a file.", e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("readers")
    void aDeviceIsRefused(String name, Consumer<Path> reader) {
        Path device = Path.of("/dev/zero");
        assertThrows(
                SyrException.class,
                () -> assertTimeoutPreemptively(Duration.ofSeconds(10), () -> reader.accept(device)),
                name);
    }
}
