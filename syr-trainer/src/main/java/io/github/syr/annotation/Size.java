package io.github.syr.annotation;

/** Pixels of an upright image. */
record Size(int width, int height) {

    @Override
    public String toString() {
        return width + " x " + height + " pixels";
    }
}
