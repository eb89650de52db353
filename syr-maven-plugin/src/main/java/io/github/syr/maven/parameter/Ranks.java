package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import java.util.ArrayList;
import java.util.List;

/** {@code <ranks>}: {@code 4, 8, 16}. */
public final class Ranks extends TextParameter<List<Integer>> {

    public Ranks() {
        super("ranks");
    }

    @Override
    List<Integer> parse(String text) {
        List<Integer> ranks = new ArrayList<>();
        for (String rank : text.split("[\\s,]+")) {
            try {
                ranks.add(Integer.valueOf(rank));
            } catch (NumberFormatException e) {
                throw SyrException.badRequest(
                        "ranks is \"" + text + "\", and \"" + rank + "\" is not a whole number.",
                        "Write them as <ranks>4,8,16</ranks>.");
            }
        }
        return ranks;
    }
}
