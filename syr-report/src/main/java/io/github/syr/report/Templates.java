package io.github.syr.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** The page's templates, {@code src/main/jte}. */
final class Templates {

    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "io.github.syr.report.templates");

    private Templates() {}

    /**
     * Renders one.
     *
     * @param name as {@code index}
     * @param parameter its only one
     */
    static String render(String name, Object parameter) {
        StringOutput out = new StringOutput();
        ENGINE.render(name + ".jte", parameter, out);
        return out.toString();
    }
}
