package io.github.syr.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.Blocks;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LoraWeightsTest {

    /** A is random in ±1/sqrt(d), B is zero, so that a fresh adapter changes nothing. */
    @Test
    void startFromTheBaseModel() {
        Adapter fresh = LoraWeights.fresh(Slots.qAndV(new Blocks(0, 2), 100, 8), OptionalDouble.of(8), 0);
        assertEquals(6, fresh.pairs().size());
        assertTrue(fresh.learnedNothing());
        for (Adapter.Pair pair : fresh.pairs()) {
            assertArrayEquals(new float[100 * 8], pair.b());
            double sum = 0;
            double most = 0;
            for (float a : pair.a()) {
                sum += a;
                most = Math.max(most, Math.abs(a));
            }
            assertTrue(most <= 0.1 && most > 0.095, "bound " + most);
            assertEquals(0, sum / pair.a().length, 0.01);
        }
    }

    @Test
    void eachPairDrawsFromAStreamOfItsOwn() {
        List<Adapter.Pair> all = LoraWeights.fresh(Slots.qAndV(new Blocks(0, 3), 16, 2), OptionalDouble.of(2), 5)
                .pairs();
        List<Adapter.Pair> some = LoraWeights.fresh(Slots.qAndV(new Blocks(2, 2), 16, 2), OptionalDouble.of(2), 5)
                .pairs();
        assertEquals(2, some.size());
        for (Adapter.Pair pair : some) {
            Adapter.Pair same = all.stream()
                    .filter(other -> other.target().equals(pair.target()))
                    .findFirst()
                    .orElseThrow();
            assertArrayEquals(same.a(), pair.a());
        }
        assertFalse(Arrays.equals(some.get(0).a(), some.get(1).a()), "q and v begin alike");
        Adapter other = LoraWeights.fresh(Slots.qAndV(new Blocks(2, 2), 16, 2), OptionalDouble.of(2), 6);
        assertFalse(Arrays.equals(some.get(0).a(), other.pairs().get(0).a()), "the seed changes nothing");
    }

    @Test
    void onlyTheBlocksThatAreNamed() {
        Adapter fresh = LoraWeights.fresh(Slots.qAndV(new Blocks(1, 2), 16, 2), OptionalDouble.of(4), 0);
        assertEquals(
                List.of("1Q", "1V", "2Q", "2V"),
                fresh.pairs().stream()
                        .map(pair -> pair.target().block().orElseThrow() + ""
                                + pair.target().kind())
                        .toList());
        assertEquals(2, fresh.pairs().get(0).scale());
    }
}
