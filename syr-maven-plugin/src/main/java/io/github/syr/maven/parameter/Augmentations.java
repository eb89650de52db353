package io.github.syr.maven.parameter;

import io.github.syr.message.Tuning.Augmentation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** {@code <augmentation>}: kinds of it, {@code all} or {@code none}. */
public final class Augmentations extends TextParameter<List<Augmentation>> {

    public Augmentations() {
        super("augmentation");
    }

    @Override
    List<Augmentation> parse(String text) {
        if (text.equals("none")) {
            return List.of();
        }
        if (text.equals("all")) {
            return List.of(Augmentation.values());
        }
        List<Augmentation> kinds = new ArrayList<>();
        for (String word : text.split("[\\s,]+")) {
            kinds.add(Words.find(name(), word, EnumSet.allOf(Augmentation.class)));
        }
        return kinds;
    }
}
