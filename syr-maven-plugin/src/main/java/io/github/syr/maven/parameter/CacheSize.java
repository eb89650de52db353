package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import io.github.syr.runcache.ByteSize;

/** {@code <cacheSize>}, in bytes. */
public final class CacheSize extends TextParameter<Long> {

    public CacheSize() {
        super("cacheSize");
    }

    @Override
    Long parse(String text) {
        return ByteSize.parse(text)
                .orElseThrow(() -> SyrException.badRequest(
                        name() + " is \"" + text + "\", which is not a size.",
                        "Write a number and B, KiB, MiB, GiB or TiB, as <cacheSize>10 GiB</cacheSize>, or 0 for no run"
                                + " cache."));
    }
}
