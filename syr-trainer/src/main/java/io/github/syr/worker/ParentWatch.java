package io.github.syr.worker;

import java.io.IOException;

/**
 * With {@code -Dsyr.parent=true} a process ends when its standard input does, that is when the process that started it
 * is gone, however that one died.
 */
public final class ParentWatch {

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
            while (System.in.read() >= 0) {
                // nothing is ever said there; it is open as long as the parent lives
            }
        } catch (IOException e) {
            // as good as its end
        }
        gone.run();
    }
}
