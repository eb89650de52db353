package io.github.syr.maven.export;

/** The layouts that an adapter is exported in. */
public enum AdapterLayout {
    /** Hugging Face's peft, for transformers' {@code SamModel}. */
    PEFT,
    /** The Python predecessor's numbered tensors. */
    PREDECESSOR
}
