package io.github.syr.demo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.syr.demo.TinyDemo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other machines, and other users of this one, get of the demo: nothing. */
class LoopbackTest {

    @TempDir
    private Path folder;

    @Test
    void otherAddressesOfThisMachineAreNotListenedTo() throws IOException {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        assumeTrue(!others.isEmpty(), "SKIPPED: this machine has no address but the loopback's");
        try (DemoServer server = DemoServer.start(TinyDemo.request(folder, Optional.empty()))) {
            int port = server.url().getPort();
            assertEquals(200, new HttpPage(server.url()).get("").statusCode());
            for (InetAddress other : others) {
                assertThrows(
                        IOException.class,
                        () -> {
                            try (Socket socket = new Socket()) {
                                socket.connect(new InetSocketAddress(other, port), 2000);
                            }
                        },
                        other.toString());
            }
        }
    }

    @Test
    void copiesAreKeptFromOtherUsers() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        assumeTrue(
                Files.getFileStore(temporary).supportsFileAttributeView("posix"), "SKIPPED: no permissions of POSIX");
        Set<Path> before = copies(temporary);
        try (DemoServer server = DemoServer.start(TinyDemo.request(folder, Optional.empty()))) {
            new HttpPage(server.url()).upload("ring.png", TinyDemo.ring());
            Set<Path> made = copies(temporary);
            made.removeAll(before);
            Set<String> permissions =
                    made.stream().map(LoopbackTest::permissions).collect(Collectors.toSet());
            assertEquals(Collections.singleton("rwx------"), permissions, made.toString());
        }
    }

    private static Set<Path> copies(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("syr-demo"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
