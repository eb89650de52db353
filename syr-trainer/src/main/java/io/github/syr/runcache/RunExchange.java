package io.github.syr.runcache;

/** Another place for entries, as a Maven repository that several machines use. */
public interface RunExchange {

    /** There is none. */
    RunExchange NONE = new RunExchange() {
        @Override
        public void fetch(String digest) {}

        @Override
        public void kept(String digest) {}
    };

    /** Brings an entry into the cache, where the other place has it; returns when that is done. */
    void fetch(String digest);

    /** The cache has an entry, which the other place may want. */
    void kept(String digest);
}
