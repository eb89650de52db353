package io.github.syr.fuzz;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/** Ends the process, with the stack of what hangs, where one reading of a small file takes more than ten seconds. */
final class Watchdog implements AutoCloseable {

    private static final long SECONDS = 10;

    /** Of the reading that is going on: a new one each time, so that two in a row are not taken for one. */
    private static final AtomicReference<Watchdog> WATCHED = new AtomicReference<>();

    static {
        Thread thread = new Thread(Watchdog::run, "watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    private final Thread reader = Thread.currentThread();

    static Watchdog watch() {
        Watchdog dog = new Watchdog();
        WATCHED.set(dog);
        return dog;
    }

    private static void run() {
        try {
            for (Watchdog before = null; ; before = WATCHED.get()) {
                Thread.sleep(SECONDS * 1000);
                if (before != null && WATCHED.get() == before) {
                    // the file is left where Reading has put it: nothing that tidies up runs behind this
                    System.err.println("hangs: " + Arrays.toString(before.reader.getStackTrace()));
                    Runtime.getRuntime().halt(78);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        WATCHED.set(null);
    }
}
