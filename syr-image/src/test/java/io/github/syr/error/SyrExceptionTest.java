package io.github.syr.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SyrExceptionTest {

    private static String problem(String text) {
        return SyrException.badData("a.pth", text, "").problem();
    }

    @Test
    void showsWhatWouldMoveATerminalsCursorOrFakeALineOfTheLog() {
        assertEquals(
                "a.pth: the name \\u001b[2Jx\\u000a[INFO] BUILD SUCCESS",
                problem("the name \u001b[2Jx\n[INFO] BUILD SUCCESS"));
        assertEquals("a.pth: \\u202egpj.exe\\u200b", problem("\u202egpj.exe\u200b"));
        assertEquals("a.pth: Größe 寸法 😀", problem("Größe 寸法 😀"));
        assertEquals("a.pth: \\ud800", problem("\ud800"));
    }

    @Test
    void cutsWhatFillsALog() {
        String problem = problem("x".repeat(1_000_000));
        assertTrue(problem.startsWith("a.pth: xxx") && problem.endsWith("x…"));
        assertEquals(2001, problem.length());
    }

    @Test
    void keepsTheLinesOfARemedy() {
        assertEquals(
                "p\\u000aq Do:\n  this",
                new SyrException(SyrException.Kind.DEVICE, "p\nq", "Do:\n  this").getMessage());
    }

    @Test
    void saysOfAFullDiskWhatToDo() {
        SyrException e = SyrException.cantWrite("out/a.png", new IOException("No space left on device"));
        assertEquals(SyrException.Kind.BAD_DATA, e.kind());
        assertEquals(
                "out/a.png: can't be written: java.io.IOException: No space left on device."
                        + " Make room on the disk, or make the folder writable.",
                e.getMessage());
    }
}
