package io.github.syr.maven.parameter;

import io.github.syr.message.Tuning.PromptKind;
import io.github.syr.message.Tuning.PromptShare;
import java.util.EnumSet;
import java.util.OptionalInt;

/** {@code <prompts>}: kinds of prompts, each with a weight: {@code box:3, click}. */
public final class PromptShares extends NumberedWords<PromptKind, PromptShare> {

    public PromptShares() {
        super("prompts", EnumSet.allOf(PromptKind.class), "Write weights as <prompts>box:3,click:1</prompts>.");
    }

    @Override
    PromptShare of(PromptKind kind, OptionalInt weight) {
        return new PromptShare(kind, weight.orElse(1));
    }
}
