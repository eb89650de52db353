package io.github.syr.training;

import java.util.Optional;
import java.util.function.Supplier;

/** Keeps a training's state after each epoch, so that an interrupted one goes on from there. */
interface StateKeeper {

    /** Where the training goes on; none where it begins. */
    Optional<TrainingState> start();

    /** Takes the state after one more epoch; it is valid during the call alone. */
    void keep(Supplier<TrainingState> state);

    /** Trainings begin, and leave nothing to go on from. */
    StateKeeper NONE = new StateKeeper() {
        @Override
        public Optional<TrainingState> start() {
            return Optional.empty();
        }

        @Override
        public void keep(Supplier<TrainingState> state) {}
    };
}
