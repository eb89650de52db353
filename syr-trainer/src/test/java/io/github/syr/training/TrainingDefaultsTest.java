package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingDefaultsTest {

    /** 96 is the tiny checkpoint's width, 768 ViT-B's. */
    @ParameterizedTest
    @CsvSource({
        "96, 8, 1, 60",
        "96, 24, 1, 20",
        "96, 40, 1, 12",
        "96, 800, 1, 12",
        "96, 1, 1, 200",
        "96, 8, 4, 200",
        "96, 24, 4, 80",
        "96, 25, 4, 69",
        "768, 8, 1, 50",
        "768, 800, 1, 50",
        "768, 4, 1, 100",
    })
    void epochsFollowFromSteps(int width, int images, int batchSize, int epochs) {
        assertEquals(epochs, TrainingDefaults.of(width).epochs(images, batchSize));
    }

    @Test
    void theLearningRateDependsOnTheWidth() {
        assertEquals(2e-3, TrainingDefaults.of(96).learningRate());
        assertEquals(1e-4, TrainingDefaults.of(768).learningRate());
    }
}
