package io.github.syr.maven.parameter;

import io.github.syr.adapter.Blocks;
import io.github.syr.error.SyrException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code <blocks>}: {@code 0-5}, or {@code 3}. */
public final class BlockRange extends TextParameter<Blocks> {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

    public BlockRange() {
        super("blocks");
    }

    @Override
    Blocks parse(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            throw SyrException.badRequest(
                    "blocks is \"" + text + "\".", "Name the first and the last block, as <blocks>0-5</blocks>.");
        }
        int first = Integer.parseInt(range.group(1));
        return new Blocks(first, range.group(2) == null ? first : Integer.parseInt(range.group(2)));
    }
}
