package io.github.syr.maven.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, pytorch-native-cpu:jar:linux-x86_64",
        "Linux, aarch64, pytorch-native-cpu:jar:linux-aarch64",
        "Mac OS X, aarch64, pytorch-native-cpu:jar:osx-aarch64",
        "Windows 11, amd64, pytorch-native-cpu:jar:win-x86_64"
    })
    void namesTheArtifactOfAMachine(String os, String arch, String artifact) {
        assertEquals(
                "ai.djl.pytorch:" + artifact + ":2.7.1",
                NativesResolver.artifact(Platform.of(os, arch), "2.7.1").toString());
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, x86_64", "Windows 11, aarch64", "Linux, riscv64", "SunOS, amd64"})
    void saysWhatThereAreNoNativesFor(String os, String arch) {
        var e = assertThrows(SyrException.class, () -> Platform.of(os, arch));
        assertTrue(
                e.getMessage().startsWith("DJL has no PyTorch natives for this machine: " + os + " on " + arch + "."),
                e.getMessage());
    }

    @Test
    void knowsThisMachine() {
        assertTrue(Platform.ofThisMachine().classifier().contains("-"));
    }
}
