package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import io.github.syr.message.Tuning.PromptKind;
import io.github.syr.message.Tuning.PromptShare;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** {@code <prompts>}: kinds of prompts, each with a weight: {@code box:3, click}. */
public final class PromptShares extends TextParameter<List<PromptShare>> {

    public PromptShares() {
        super("prompts");
    }

    @Override
    List<PromptShare> parse(String text) {
        List<PromptShare> shares = new ArrayList<>();
        for (String word : text.split("[\\s,]+")) {
            int colon = word.indexOf(':');
            String kind = colon < 0 ? word : word.substring(0, colon);
            shares.add(new PromptShare(
                    Words.find(name(), kind, EnumSet.allOf(PromptKind.class)),
                    colon < 0 ? 1 : weight(word, word.substring(colon + 1))));
        }
        return shares;
    }

    private static int weight(String word, String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw SyrException.badRequest(
                    "prompts has \"" + word + "\", and \"" + number + "\" is not a whole number.",
                    "Write weights as <prompts>box:3,click:1</prompts>.");
        }
    }
}
