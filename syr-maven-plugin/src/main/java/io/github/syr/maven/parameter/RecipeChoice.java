package io.github.syr.maven.parameter;

import io.github.syr.message.Tuning;

/** {@code <recipe>}. */
public final class RecipeChoice extends Choice<Tuning.Recipe> {

    public RecipeChoice() {
        super("recipe", Tuning.Recipe.class);
    }
}
