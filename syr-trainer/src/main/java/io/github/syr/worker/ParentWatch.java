package io.github.syr.worker;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * With {@code -Dsyr.parent=true} a process ends when its standard input does, that is when the process that started it
 * is gone, however that one died.
 */
public final class ParentWatch {

    private static final Semaphore ANSWERS = new Semaphore(0);

    private ParentWatch() {}

    /** @param gone what to do then, in a thread of its own */
    public static void start(Runnable gone) {
        if (Boolean.getBoolean("syr.parent")) {
            Thread watch = new Thread(() -> await(gone), "parent-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private static void await(Runnable gone) {
        try {
            // it is open as long as the parent lives
            for (int read = System.in.read(); read >= 0; read = System.in.read()) {
                if (read == '\n') {
                    ANSWERS.release();
                }
            }
        } catch (IOException e) {
            // as good as its end
        }
        gone.run();
    }

    /**
     * Waits until the parent has said a line; where there is no parent, not at all. It ends the process where the
     * parent dies meanwhile.
     */
    static void awaitAnswer() {
        if (Boolean.getBoolean("syr.parent")) {
            try {
                ANSWERS.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
