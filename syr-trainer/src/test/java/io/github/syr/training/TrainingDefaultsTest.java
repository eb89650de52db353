package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.message.Tuning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingDefaultsTest {

    /** 96 is the tiny checkpoint's width, 768 ViT-B's. */
    @ParameterizedTest
    @CsvSource({
        "PREDECESSOR, 96, 8, 1, 60",
        "PREDECESSOR, 96, 24, 1, 20",
        "PREDECESSOR, 96, 40, 1, 12",
        "PREDECESSOR, 96, 800, 1, 12",
        "PREDECESSOR, 96, 1, 1, 200",
        "PREDECESSOR, 96, 8, 4, 200",
        "PREDECESSOR, 96, 24, 4, 80",
        "PREDECESSOR, 96, 25, 4, 69",
        "PREDECESSOR, 768, 8, 1, 50",
        "PREDECESSOR, 768, 800, 1, 50",
        "PREDECESSOR, 768, 4, 1, 100",
        "STANDARD, 96, 8, 1, 200",
        "STANDARD, 96, 12, 1, 180",
        "STANDARD, 96, 36, 1, 60",
        "STANDARD, 96, 800, 1, 12",
        "STANDARD, 768, 8, 1, 50",
    })
    void epochsFollowFromSteps(Tuning.Recipe recipe, int width, int images, int batchSize, int epochs) {
        assertEquals(epochs, TrainingDefaults.of(width, recipe).epochs(images, batchSize));
    }

    @Test
    void theLearningRateDependsOnTheWidth() {
        assertEquals(2e-3, TrainingDefaults.of(96, Tuning.Recipe.STANDARD).learningRate());
        assertEquals(1e-4, TrainingDefaults.of(768, Tuning.Recipe.STANDARD).learningRate());
    }
}
