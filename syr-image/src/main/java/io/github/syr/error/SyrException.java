package io.github.syr.error;

import java.io.IOException;

/**
 * What SYR throws for everything that its user can fix: says which file, where in it, what was expected and what to do.
 *
 * <p>Anything else that is thrown is a fault of SYR itself.
 */
public final class SyrException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as a caller decides by it; the worker ends with its exit code. */
    public enum Kind {
        /** An invalid parameter: a rank of 0, a goal without a data set. */
        BAD_REQUEST(2),
        /** A file that is invalid: an image, a mask, a checkpoint, an adapter. */
        BAD_DATA(3),
        /** Memory ran out. */
        OUT_OF_MEMORY(4),
        /** The device that was asked for, or the natives for it, can't be had. */
        DEVICE(5),
        /** The training came to nothing: a loss that is not finite, an adapter that learned nothing. */
        TRAINING_FAILED(6),
        /** Stopped from outside. */
        STOPPED(130);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The exit code of a worker that fails so. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;
    private final String problem;
    private final String remedy;

    /**
     * @param problem what is wrong: the file, the place in it, what was found and what was expected; it may quote an
     *     untrusted file, so control characters are shown as such and a very long text is cut
     * @param remedy what to do about it, a sentence; empty where the problem says it already
     */
    public SyrException(Kind kind, String problem, String remedy) {
        this(kind, problem, remedy, null);
    }

    /** As {@link #SyrException(Kind, String, String)}, with what caused it. */
    public SyrException(Kind kind, String problem, String remedy, Throwable cause) {
        super(Printable.of(problem) + (remedy.isEmpty() ? "" : " " + remedy), cause);
        this.kind = kind;
        this.problem = Printable.of(problem);
        this.remedy = remedy;
    }

    /** A file that is invalid. */
    public static SyrException badData(Object file, String problem, String remedy) {
        return new SyrException(Kind.BAD_DATA, file + ": " + problem, remedy);
    }

    /** As {@link #badData(Object, String, String)}, with what caused it. */
    public static SyrException badData(Object file, String problem, String remedy, Throwable cause) {
        return new SyrException(Kind.BAD_DATA, file + ": " + problem, remedy, cause);
    }

    /** A file or folder that can't be written, as on a full disk. */
    public static SyrException cantWrite(Object file, IOException cause) {
        return badData(
                file, "can't be written: " + cause + ".", "Make room on the disk, or make the folder writable.", cause);
    }

    /** An invalid parameter. */
    public static SyrException badRequest(String problem, String remedy) {
        return new SyrException(Kind.BAD_REQUEST, problem, remedy);
    }

    public Kind kind() {
        return kind;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
