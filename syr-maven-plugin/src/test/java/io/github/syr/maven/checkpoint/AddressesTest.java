package io.github.syr.maven.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.error.SyrException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as users write them: wrong ones are refused before anything is asked, without what may be secret. */
@Timeout(10)
class AddressesTest {

    private static CheckpointRequest request(String checkpoint, String root) {
        return CheckpointRequest.of(
                checkpoint,
                Path.of("."),
                Optional.of("0".repeat(64)),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.ofNullable(root));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://h:99999/|https://h:99999/|has the port 99999; the last one is 65535",
                "https://my_host/sam|https://my_host/sam|has \"my_host\" where a host is expected: letters, digits, hyphens and dots",
                "https:///sam|https:///sam|has no host",
                "https:sam|https:sam|has no host",
                "[https://h/]|[https://h/]|is not a URL",
                "https://h/a b?token=secret|https://h/a b?…|is not a URL",
                "ftp://u:secret@h/|ftp://…@h/|is neither http nor https",
                "mirror|mirror|is not a URL",
                "file:sam|file:sam|is not the URL of a folder on this machine",
                "file://server/sam|file://server/sam|is not the URL of a folder on this machine",
                "'  '|'  '|is not a URL"
            })
    void refusesADownloadRoot(String root, String shown, String fault) {
        SyrException e = assertThrows(SyrException.class, () -> request("vit_b", root));
        assertEquals(
                "downloadRoot \"" + shown + "\" " + fault + ". Write it as https://host/path/ or file:///folder/.",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://h", "http://h:8080/sam/", "https://[::1]/sam", "file:///mnt/sam", "FILE:/mnt/sam/"})
    void takesADownloadRoot(String root) {
        assertEquals(
                root.endsWith("/") ? root : root + "/",
                request("vit_b", root).downloadRoot().orElseThrow().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://h:99999/a.pth?token=secret|https://h:99999/a.pth?…|has the port 99999; the last one is 65535",
                "https://u:secret@my_host/a.pth|https://…@my_host/a.pth|has \"my_host\" where a host is expected: letters, digits, hyphens and dots",
                "https:///a.pth|https:///a.pth|has no host",
                "https://h/a b.pth?token=secret|https://h/a b.pth?…|is not a URL: Illegal character in path"
            })
    void refusesAUrlOfACheckpoint(String url, String shown, String fault) {
        SyrException e = assertThrows(SyrException.class, () -> request(url, null));
        assertEquals("checkpoint \"" + shown + "\" " + fault + ". Write it as https://host/path.pth.", e.getMessage());
    }
}
