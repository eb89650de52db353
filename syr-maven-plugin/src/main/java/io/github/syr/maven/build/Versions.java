package io.github.syr.maven.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this plugin was built with; the POM is the one place that says it.
 *
 * @param syr SYR's own version
 * @param pytorch version of the natives that fit DJL's engine
 */
public record Versions(String syr, String pytorch) {

    /** Of this plugin. */
    public static Versions ofThisPlugin() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Versions(properties.getProperty("syr"), properties.getProperty("pytorch"));
    }
}
