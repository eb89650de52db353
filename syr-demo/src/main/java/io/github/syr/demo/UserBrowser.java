package io.github.syr.demo;

import io.github.syr.error.SyrException;
import io.github.syr.io.AtomicFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The browser that the user's desktop opens pages with. It is given a file that only this user can read and that leads
 * to the page: everybody on the machine sees the arguments of a command, and the address holds the token.
 *
 * @param folder for that file
 */
record UserBrowser(Path folder) {

    static final String FILE = "open-demo.html";

    /** @return what the user should know where it can't be opened */
    Optional<String> open(URI url) {
        Optional<List<String>> command = command(System.getProperty("os.name"));
        if (command.isEmpty()) {
            return Optional.of("There is no desktop to open a browser on; open the address yourself.");
        }
        Path file = folder.resolve(FILE).toAbsolutePath();
        try {
            AtomicFile.writePrivate(
                    file,
                    ("<!doctype html><meta charset=\"utf-8\"><title>SYR</title><meta http-equiv=\"refresh\" content=\"0; url="
                                    + url + "\">\n")
                            .getBytes(StandardCharsets.UTF_8));
            List<String> whole = new java.util.ArrayList<>(command.get());
            whole.add(file.toUri().toString());
            new ProcessBuilder(whole)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return Optional.empty();
        } catch (IOException | SyrException e) {
            return Optional.of("The browser can't be opened (" + e.getMessage() + "); open the address yourself.");
        }
    }

    private static Optional<List<String>> command(String osName) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler"));
        } else if (os.startsWith("mac")) {
            return Optional.of(List.of("open"));
        }
        boolean desktop = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        return desktop ? Optional.of(List.of("xdg-open")) : Optional.empty();
    }
}
