package io.github.syr.maven.parameter;

import io.github.syr.error.SyrException;
import java.util.ArrayList;
import java.util.List;

/** Whole numbers: {@code 4, 8, 16}. */
abstract class WholeNumbers extends TextParameter<List<Integer>> {

    private final String example;

    /** @param example as a POM has it, for messages */
    WholeNumbers(String name, String example) {
        super(name);
        this.example = example;
    }

    @Override
    final List<Integer> parse(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : text.split("[\\s,]+")) {
            try {
                numbers.add(Integer.valueOf(number));
            } catch (NumberFormatException e) {
                throw SyrException.badRequest(
                        name() + " is \"" + text + "\", and \"" + number + "\" is not a whole number.",
                        "Write them as <" + name() + ">" + example + "</" + name() + ">.");
            }
        }
        return numbers;
    }
}
