package io.github.syr.segment;

import io.github.syr.io.SyrCache;

/**
 * Fills SYR's cache for the adapter on the class path: PyTorch's natives and the base checkpoint are unpacked, so that
 * an application can start from a read-only file system. {@code java -Dsyr.cache=FOLDER -cp 'lib/*'
 * io.github.syr.segment.PrimeCache [group:artifact]}.
 */
public final class PrimeCache {

    private PrimeCache() {}

    public static void main(String[] args) {
        try (Segmenter segmenter = args.length == 0 ? Segmenter.fromClasspath() : Segmenter.fromClasspath(args[0])) {
            System.out.println(SyrCache.root() + " has what "
                    + segmenter.adapter().orElseThrow().coordinates() + " needs.");
        }
    }
}
