package io.github.syr.maven;

import io.github.syr.adapter.Blocks;
import io.github.syr.error.SyrException;
import io.github.syr.message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Parameters that a POM has as text. */
final class TrainingParameters {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

    private TrainingParameters() {}

    /** {@code 4, 8, 16}. */
    static List<Integer> ranks(String text) {
        List<Integer> ranks = new ArrayList<>();
        for (String rank : text.strip().split("[\\s,]+")) {
            try {
                ranks.add(Integer.valueOf(rank));
            } catch (NumberFormatException e) {
                throw SyrException.badRequest(
                        "ranks is \"" + text + "\", and \"" + rank + "\" is no whole number.", "Write them as <ranks>4,8,16</ranks>.");
            }
        }
        return ranks;
    }

    /** {@code 0-5}, or {@code 3}; none where nothing is said. */
    static Optional<Blocks> blocks(String text) {
        if (text == null) {
            return Optional.empty();
        }
        Matcher range = RANGE.matcher(text.strip());
        if (!range.matches()) {
            throw SyrException.badRequest("blocks is \"" + text + "\".", "Name the first and the last block, as <blocks>0-5</blocks>.");
        }
        int first = Integer.parseInt(range.group(1));
        return Optional.of(new Blocks(first, range.group(2) == null ? first : Integer.parseInt(range.group(2))));
    }

    /** A regular expression, as it is; none where nothing is said. */
    static Optional<String> splitGroup(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            Pattern.compile(text);
            return Optional.of(text);
        } catch (PatternSyntaxException e) {
            throw SyrException.badRequest(
                    "splitGroup \"" + text + "\" is no regular expression: " + e.getDescription() + " at character " + (e.getIndex() + 1) + ".",
                    "Write it as java.util.regex.Pattern has it, as <splitGroup>^(design\\d+)_</splitGroup>.");
        }
    }

    /** A grey level. */
    static int maskThreshold(int level) {
        if (level < 1 || level > 255) {
            throw SyrException.badRequest("maskThreshold is " + level + ".", "It is a grey level from 1 to 255.");
        }
        return level;
    }
}
