package io.github.syr.message;

import java.nio.file.Path;

/** Where things lie in the output folder ({@code target/syr}). */
public record OutputLayout(Path root) {

    public Path dataset() {
        return root.resolve("dataset.json");
    }

    public Path masks() {
        return root.resolve("masks");
    }

    public Path overlays() {
        return root.resolve("overlays");
    }

    /** What augmentation makes of some training images. */
    public Path augmented() {
        return overlays().resolve("augmented");
    }

    /** The masks that a model predicted, by split, image and object as those of the data set. */
    public Path predictions(String model) {
        return root.resolve("predictions").resolve(model);
    }

    public Path evaluation() {
        return root.resolve("evaluation.json");
    }

    /** What the chosen adapter makes of SYR's picture, to be packaged with it. */
    public Path selfTest() {
        return root.resolve("selftest.safetensors");
    }

    /** What the goal {@code selftest} writes: its request and its log. */
    public Path selfTestRun() {
        return root.resolve("selftest");
    }

    /** What the evaluation of a released adapter writes: its request, its log, the adapter. */
    public Path release() {
        return root.resolve("release");
    }

    /** How good a released adapter is on today's test images. */
    public Path releaseEvaluation() {
        return release().resolve("evaluation.json");
    }

    /** The folder of the report. */
    public Path report() {
        return root.resolve("report");
    }

    /** The report itself; tables and pictures lie beside it. */
    public Path reportPage() {
        return report().resolve("index.html");
    }

    /** What a running demo writes: its request and its log. */
    public Path demo() {
        return root.resolve("demo");
    }

    public Path gates() {
        return root.resolve("gates.json");
    }

    public Path request() {
        return root.resolve("request.json");
    }

    /** The worker's standard error, and whatever a library prints. */
    public Path log() {
        return root.resolve("worker.log");
    }

    /** The folder of a trained rank. */
    public Path rank(int rank) {
        return root.resolve("adapters").resolve("rank-" + rank);
    }

    /** The adapter of a rank, in the delta format. */
    public Path adapter(int rank) {
        return rank(rank).resolve("adapter.safetensors");
    }

    /** One line per epoch. */
    public Path history(int rank) {
        return rank(rank).resolve("history.jsonl");
    }

    /** What an interrupted training goes on from; gone when the rank is done. */
    public Path state(int rank) {
        return rank(rank).resolve("state.safetensors");
    }

    /** The same of a fold's training, from 1. */
    public Path state(int rank, int fold) {
        return rank(rank).resolve("state-fold-" + fold + ".safetensors");
    }

    /** What decided the training, written last: an adapter without it is not whole. */
    public Path run(int rank) {
        return rank(rank).resolve("run.json");
    }

    /** An adapter of another library, in the delta format. */
    public Path imported() {
        return root.resolve("import").resolve("adapter.safetensors");
    }

    /** What of a rank is written for other libraries. */
    public Path export(int rank) {
        return root.resolve("export").resolve("rank-" + rank);
    }
}
