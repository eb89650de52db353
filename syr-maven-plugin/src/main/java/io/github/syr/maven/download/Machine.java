package io.github.syr.maven.download;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a download has of the machine that it runs on.
 *
 * @param clock tells how old a part is
 * @param nanos tells how long something takes, as {@link System#nanoTime}
 * @param sleeper waits between tries
 * @param disk opens files
 */
record Machine(InstantSource clock, LongSupplier nanos, Consumer<Duration> sleeper, Disk disk) {

    static final Machine REAL = new Machine(
            InstantSource.system(),
            System::nanoTime,
            Machine::sleep,
            file -> new FileOutputStream(file.toFile(), true));

    /** Opens a file so that what is written stands behind what it has. */
    @FunctionalInterface
    interface Disk {
        OutputStream append(Path file) throws IOException;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Machine withClock(InstantSource other) {
        return new Machine(other, nanos, sleeper, disk);
    }

    Machine withSleeper(Consumer<Duration> other) {
        return new Machine(clock, nanos, other, disk);
    }

    Machine withDisk(Disk other) {
        return new Machine(clock, nanos, sleeper, other);
    }
}
