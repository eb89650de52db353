package io.github.syr.maven.release;

import org.eclipse.aether.repository.RemoteRepository;

/** Repositories and their failures in messages. */
final class Words {

    private Words() {}

    static String of(RemoteRepository repository) {
        return repository.getId() + " (" + withoutCredentials(repository.getUrl()) + ")";
    }

    static String of(Exception failure) {
        return withoutCredentials(String.valueOf(failure.getMessage())).replaceAll("\\.\\s*$", "");
    }

    private static String withoutCredentials(String text) {
        return text.replaceAll("://[^/@\\s]+@", "://");
    }
}
