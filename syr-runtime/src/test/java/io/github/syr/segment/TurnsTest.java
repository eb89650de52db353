package io.github.syr.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void soManyRunAtOnceAndNoMore() throws Exception {
        Turns turns = new Turns("encoding", 3, Optional.empty());
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            results.add(threads.submit(() -> turns.run(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                three.countDown();
                await(three);
                running.decrementAndGet();
                return number;
            })));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(i, results.get(i).get());
        }
        assertEquals(3, most.get());
    }

    @Test
    void othersWaitInTheirOrder() throws Exception {
        Turns turns = new Turns("encoding", 1, Optional.empty());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Future<Boolean>> all = new ArrayList<>();
        all.add(threads.submit(() -> turns.run(() -> {
            begun.countDown();
            await(end);
            return true;
        })));
        begun.await();
        for (int i = 0; i < 5; i++) {
            int number = i;
            CountDownLatch started = new CountDownLatch(1);
            Thread[] thread = new Thread[1];
            all.add(threads.submit(() -> {
                thread[0] = Thread.currentThread();
                started.countDown();
                return turns.run(() -> order.add(number));
            }));
            started.await();
            while (thread[0].getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        end.countDown();
        for (Future<Boolean> one : all) {
            assertTrue(one.get());
        }
        assertEquals(List.of(0, 1, 2, 3, 4), order);
    }

    @Test
    void whoWaitsInVainIsToldSo() throws Exception {
        Turns turns = new Turns("encoding", 1, Optional.of(Duration.ZERO));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<String> first = threads.submit(() -> turns.run(() -> {
            begun.countDown();
            await(end);
            return "first";
        }));
        begun.await();
        assertEquals(
                "The segmenter is busy: this encoding did not begin within 0 ms (timeout); 1 at work (maxConcurrent),"
                        + " 0 waiting. Try again later.",
                assertThrows(RejectedExecutionException.class, () -> turns.run(() -> "second"))
                        .getMessage());
        end.countDown();
        assertEquals("first", first.get());
        assertEquals("third", new Turns("encoding", 1, Optional.of(Duration.ofMinutes(1))).run(() -> "third"));
    }

    @Test
    void aComputationThatFailsGivesItsTurnBack() {
        Turns turns = new Turns("encoding", 1, Optional.empty());
        assertThrows(
                IllegalStateException.class,
                () -> turns.run(() -> {
                    throw new IllegalStateException("closed");
                }));
        assertEquals("next", turns.run(() -> "next"));
    }

    @Test
    void afterTheEndNothingIsTaken() {
        Turns turns = new Turns("encoding", 1, Optional.empty());
        turns.close();
        assertEquals(
                "the segmenter is closed",
                assertThrows(IllegalStateException.class, () -> turns.run(() -> true))
                        .getMessage());
    }

    @Test
    void anInterruptedThreadWaitsNoLonger() throws Exception {
        Turns turns = new Turns("encoding", 1, Optional.empty());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        threads.submit(() -> turns.run(() -> {
            begun.countDown();
            await(end);
            return true;
        }));
        begun.await();
        Future<Boolean> waiting = threads.submit(() -> {
            Thread.currentThread().interrupt();
            try {
                return turns.run(() -> true);
            } catch (RejectedExecutionException e) {
                assertTrue(Thread.currentThread().isInterrupted());
                throw e;
            }
        });
        assertInstanceOf(
                RejectedExecutionException.class,
                assertThrows(ExecutionException.class, waiting::get).getCause());
        end.countDown();
    }
}
