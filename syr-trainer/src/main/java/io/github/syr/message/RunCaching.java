package io.github.syr.message;

/**
 * The run cache, and whether it is read.
 *
 * @param folder of its entries; need not exist
 * @param maxBytes the most that its entries take together; 0 keeps none and reads none
 * @param policy when a rank is trained
 * @param shared whether the process that started the worker is asked for entries that are missing, and told of those
 *     that are there
 * @param evaluateAgain whether an evaluation is made even where the output folder or the cache has it
 */
public record RunCaching(String folder, long maxBytes, Policy policy, boolean shared, boolean evaluateAgain) {

    /** Of which evaluations are taken as trainings are. */
    public RunCaching(String folder, long maxBytes, Policy policy, boolean shared) {
        this(folder, maxBytes, policy, shared, false);
    }

    /** Of one machine alone. */
    public RunCaching(String folder, long maxBytes, Policy policy) {
        this(folder, maxBytes, policy, false);
    }

    /** When a rank is trained that is not up to date in the output folder. */
    public enum Policy {
        /** Where the cache lacks it. */
        AUTO,
        /** Not at all: it is an error where the cache lacks it. */
        NEVER,
        /** In any case: the cache is written, and not read. */
        ALWAYS
    }
}
