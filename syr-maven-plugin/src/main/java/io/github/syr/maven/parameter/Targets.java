package io.github.syr.maven.parameter;

import io.github.syr.adapter.LoraTarget;
import io.github.syr.error.SyrException;
import io.github.syr.message.Tuning;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** {@code <targets>}: kinds of layers, each with a rank where it has one of its own: {@code q, v, mlp:4}. */
public final class Targets extends TextParameter<List<Tuning.Target>> {

    private static final Set<LoraTarget.Kind> OF_ENCODER = EnumSet.complementOf(EnumSet.of(LoraTarget.Kind.DECODER));

    public Targets() {
        super("targets");
    }

    @Override
    List<Tuning.Target> parse(String text) {
        List<Tuning.Target> targets = new ArrayList<>();
        for (String word : text.split("[\\s,]+")) {
            int colon = word.indexOf(':');
            String kind = colon < 0 ? word : word.substring(0, colon);
            targets.add(new Tuning.Target(
                    Words.find(name(), kind, OF_ENCODER),
                    colon < 0 ? OptionalInt.empty() : OptionalInt.of(rank(word, word.substring(colon + 1)))));
        }
        return targets;
    }

    private static int rank(String word, String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw SyrException.badRequest(
                    "targets has \"" + word + "\", and \"" + number + "\" is not a whole number.",
                    "Write a target's own rank as <targets>q,v,mlp:4</targets>.");
        }
    }
}
