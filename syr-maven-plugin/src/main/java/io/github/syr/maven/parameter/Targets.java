package io.github.syr.maven.parameter;

import io.github.syr.adapter.LoraTarget;
import io.github.syr.message.Tuning;
import java.util.EnumSet;
import java.util.OptionalInt;

/** {@code <targets>}: kinds of layers, each with a rank where it has one of its own: {@code q, v, mlp:4}. */
public final class Targets extends NumberedWords<LoraTarget.Kind, Tuning.Target> {

    public Targets() {
        super(
                "targets",
                EnumSet.complementOf(EnumSet.of(LoraTarget.Kind.DECODER)),
                "Write a target's own rank as <targets>q,v,mlp:4</targets>.");
    }

    @Override
    Tuning.Target of(LoraTarget.Kind kind, OptionalInt rank) {
        return new Tuning.Target(kind, rank);
    }
}
