package io.github.syr.maven.parameter;

/** {@code <maskValues>}: {@code 1, 7}. */
public final class MaskValues extends WholeNumbers {

    public MaskValues() {
        super("maskValues", "1,7");
    }
}
