package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What keeps shots of one design in one split: a part of their names, found by a regular expression. */
final class SplitGroup {

    private final Pattern pattern;

    private SplitGroup(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws SyrException if it is not a regular expression */
    static Optional<SplitGroup> of(Optional<String> expression) {
        try {
            return expression.map(Pattern::compile).map(SplitGroup::new);
        } catch (PatternSyntaxException e) {
            throw SyrException.badRequest(
                    "splitGroup \"" + e.getPattern() + "\" is not a regular expression: " + e.getDescription()
                            + " at position " + e.getIndex() + ".",
                    "Write one as Java's Pattern documents it, as <splitGroup>^(.*)_[a-z]\\.jpg$</splitGroup>.");
        }
    }

    /**
     * The group of an image: what the expression's first group matches of its file's name, else what the whole
     * expression does; where it matches no part of the name, the same of its path relative to the data set.
     */
    String of(AnnotatedImage image, DatasetFolder folder) {
        String path = folder.nameOf(image.file());
        Matcher matcher = pattern.matcher(image.name());
        if (!matcher.find() && !matcher.reset(path).find()) {
            throw image.place()
                    .error(
                            "splitGroup \"" + pattern + "\" matches no part of the image's name " + path + ".",
                            "Widen the expression so that it matches every image's name.");
        }
        return matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : matcher.group();
    }
}
