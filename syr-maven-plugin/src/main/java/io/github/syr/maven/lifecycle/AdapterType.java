package io.github.syr.maven.lifecycle;

import org.apache.maven.artifact.handler.ArtifactHandler;
import org.jspecify.annotations.Nullable;

/**
 * The artifact of a module of the packaging {@code syr-adapter}: a jar for the class path. What depends on it needs
 * neither a {@code <type>} nor this plugin.
 */
public final class AdapterType implements ArtifactHandler {

    private static final String NAME = "syr-adapter";

    private static final String EXTENSION = "jar";

    @Override
    public String getExtension() {
        return EXTENSION;
    }

    @Override
    public String getDirectory() {
        return EXTENSION + "s";
    }

    @Override
    public @Nullable String getClassifier() {
        return null;
    }

    @Override
    public String getPackaging() {
        return NAME;
    }

    @Override
    public boolean isIncludesDependencies() {
        return false;
    }

    @Override
    public String getLanguage() {
        return "java";
    }

    @Override
    public boolean isAddedToClasspath() {
        return true;
    }
}
