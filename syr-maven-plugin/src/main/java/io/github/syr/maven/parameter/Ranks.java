package io.github.syr.maven.parameter;

/** {@code <ranks>}: {@code 4, 8, 16}. */
public final class Ranks extends WholeNumbers {

    public Ranks() {
        super("ranks", "4,8,16");
    }
}
