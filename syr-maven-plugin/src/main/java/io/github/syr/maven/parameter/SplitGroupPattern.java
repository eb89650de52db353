package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code <splitGroup>}: a regular expression, which the worker gets as it is. */
public final class SplitGroupPattern extends TextParameter<String> {

    public SplitGroupPattern() {
        super("splitGroup");
    }

    @Override
    String parse(String text) {
        try {
            Pattern.compile(text);
            return text;
        } catch (PatternSyntaxException e) {
            throw SyrException.badRequest(
                    "splitGroup \"" + text + "\" is not a regular expression: " + e.getDescription() + " at character "
                            + (e.getIndex() + 1) + ".",
                    "Write it as java.util.regex.Pattern has it, as <splitGroup>^(design\\d+)_</splitGroup>.");
        }
    }
}
