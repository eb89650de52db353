package io.github.syr.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.syr.checkpoint.FloatTensor;
import io.github.syr.error.SyrException;
import io.github.syr.message.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes the steps of a training: each group of arrays at its own rate, by one schedule and one norm. */
final class Optimiser {

    private final List<Group> groups;
    private final List<Adam> adams = new ArrayList<>();
    private final LearningRates rates;
    private final Tuning.Optimization how;
    private final Optional<WeightAverage> average;
    private long step;

    /**
     * Arrays that are trained at one rate.
     *
     * @param name for messages
     * @param rateParameter the parameter that sets the rate, for messages
     */
    record Group(String name, Trained trained, double rate, String rateParameter) {}

    /**
     * @param owner of moments and averages
     * @param steps of the whole training, if it does not end early
     */
    Optimiser(NDManager owner, List<Group> groups, Tuning.Optimization how, long steps) {
        this.groups = groups;
        this.how = how;
        this.rates = new LearningRates(how.schedule(), how.warmUpSteps(), steps);
        groups.forEach(group -> adams.add(new Adam(owner, group.trained().arrays(), group.rate(), how.weightDecay())));
        List<NDArray> start = groups.stream()
                .flatMap(group -> group.trained().arrays().stream())
                .toList();
        average = how.emaDecay().isPresent()
                ? Optional.of(new WeightAverage(owner, start, how.emaDecay().getAsDouble()))
                : Optional.empty();
    }

    /** Makes gradients start from nothing. */
    void clearGradients() {
        groups.forEach(group -> group.trained().clearGradients());
    }

    /**
     * Moves all parameters along the gradients that were collected.
     *
     * @param when for the message
     * @throws SyrException if a gradient is not finite
     */
    void step(String when) {
        List<List<NDArray>> gradients = new ArrayList<>();
        double squares = 0;
        for (Group group : groups) {
            List<NDArray> own = group.trained().gradients();
            double norm = GradientNorm.of(own);
            if (!Double.isFinite(norm)) {
                throw new SyrException(
                        SyrException.Kind.TRAINING_FAILED,
                        when + ": the norm of the gradients of " + group.name() + " is " + norm + ".",
                        "Try a lower " + group.rateParameter() + ", or <maxGradientNorm>1</maxGradientNorm>.");
            }
            gradients.add(own);
            squares += norm * norm;
        }
        double factor = rates.factor(step++);
        for (int i = 0; i < groups.size(); i++) {
            if (how.maxGradientNorm().isPresent()) {
                GradientNorm.bound(
                        gradients.get(i),
                        Math.sqrt(squares),
                        how.maxGradientNorm().getAsDouble());
            }
            Adam adam = adams.get(i);
            List<NDArray> own = gradients.get(i);
            on(groups.get(i).trained().plainViews(), parameters -> adam.step(parameters, own, factor));
        }
        average.ifPresent(weights -> on(plainViews(), weights::add));
    }

    /** All that steps to come depend on, but how many there were: weights, moments and averages. */
    SortedMap<String, FloatTensor> state() {
        SortedMap<String, FloatTensor> state = new TreeMap<>();
        TrainingState.put(
                state,
                TrainingState.WEIGHTS,
                tensors(groups, group -> group.trained().arrays()));
        TrainingState.put(state, TrainingState.FIRST_MOMENTS, tensors(adams, Adam::firstMoments));
        TrainingState.put(state, TrainingState.SECOND_MOMENTS, tensors(adams, Adam::secondMoments));
        average.ifPresent(weights ->
                TrainingState.put(state, TrainingState.AVERAGES, tensors(List.of(weights), WeightAverage::averages)));
        return state;
    }

    private static <T> List<FloatTensor> tensors(List<T> owners, Function<T, List<NDArray>> arrays) {
        return owners.stream()
                .flatMap(owner -> arrays.apply(owner).stream())
                .<FloatTensor>map(ArrayTensor::new)
                .toList();
    }

    /** How many steps were taken. */
    long steps() {
        return step;
    }

    /** Goes on from where another one was. */
    void resume(TrainingState state) {
        step = state.reached().steps();
        replaceWeights(state.numbers(TrainingState.WEIGHTS));
        List<float[]> first = state.numbers(TrainingState.FIRST_MOMENTS);
        List<float[]> second = state.numbers(TrainingState.SECOND_MOMENTS);
        int from = 0;
        for (Adam adam : adams) {
            int to = from + adam.firstMoments().size();
            adam.resume(Math.toIntExact(step), first.subList(from, to), second.subList(from, to));
            from = to;
        }
        average.ifPresent(weights -> weights.resume(step, state.numbers(TrainingState.AVERAGES)));
    }

    /** Puts other numbers in the weights' place. */
    void replaceWeights(List<float[]> numbers) {
        int from = 0;
        for (Group group : groups) {
            int to = from + group.trained().arrays().size();
            group.trained().replace(numbers.subList(from, to));
            from = to;
        }
    }

    /** Puts the averaged weights in the place of the weights, and at the next call back; nothing without an average. */
    void exchangeAverages() {
        average.ifPresent(weights -> on(plainViews(), weights::exchange));
    }

    private List<NDArray> plainViews() {
        return groups.stream()
                .flatMap(group -> group.trained().plainViews().stream())
                .toList();
    }

    private static void on(List<NDArray> views, Consumer<List<NDArray>> action) {
        try {
            action.accept(views);
        } finally {
            views.forEach(NDArray::close);
        }
    }
}
