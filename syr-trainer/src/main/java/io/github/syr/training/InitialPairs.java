package io.github.syr.training;

import io.github.syr.adapter.Adapter;
import io.github.syr.error.SyrException;
import io.github.syr.message.Tuning;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The pairs of an adapter that a training starts from. */
final class InitialPairs {

    private InitialPairs() {}

    /** Those of some layers, each of which it has. */
    static Adapter of(Adapter initial, List<LoraSlot> slots) {
        Set<String> layers = new TreeSet<>(layers(slots).keySet());
        return new Adapter(
                Optional.empty(),
                initial.pairs().stream()
                        .filter(pair -> layers.contains(pair.target().layer()))
                        .toList(),
                Map.of());
    }

    /**
     * Compares what an adapter has with what is to be trained.
     *
     * @throws SyrException if it adapts other layers, or has other ranks, or replaces what is not trained
     */
    static void require(Adapter initial, List<LoraSlot> encoderSlots, List<LoraSlot> decoderSlots, Tuning tuning) {
        Map<String, Integer> found = new TreeMap<>();
        initial.pairs().forEach(pair -> found.put(pair.target().layer(), pair.rank()));
        Map<String, Integer> wanted = layers(encoderSlots);
        wanted.putAll(layers(decoderSlots));
        if (!found.keySet().equals(wanted.keySet())) {
            String layer = Stream.concat(found.keySet().stream(), wanted.keySet().stream())
                    .filter(each -> !found.containsKey(each) || !wanted.containsKey(each))
                    .findFirst()
                    .orElseThrow();
            throw SyrException.badRequest(
                    "initialAdapter " + (found.containsKey(layer) ? "adapts " : "doesn't adapt ") + layer
                            + ", and the training " + (wanted.containsKey(layer) ? "does." : "does not."),
                    "Set <targets>, <blocks> and <decoder> to those of the initial adapter.");
        }
        wanted.forEach((layer, rank) -> {
            if (!found.get(layer).equals(rank)) {
                throw SyrException.badRequest(
                        "initialAdapter has rank " + found.get(layer) + " for " + layer + ", and rank " + rank
                                + " is to be trained.",
                        "Set <ranks>" + found.get(layer) + "</ranks>, or start without an initial adapter.");
            }
        });
        if (!initial.replaced().isEmpty() && tuning.decoder() != Tuning.DecoderTraining.FULL) {
            throw SyrException.badRequest(
                    "initialAdapter replaces tensors of the mask decoder, and the decoder is "
                            + tuning.decoder().name().toLowerCase(Locale.ROOT) + ".",
                    "Set <decoder>full</decoder>.");
        }
    }

    private static Map<String, Integer> layers(List<LoraSlot> slots) {
        Map<String, Integer> layers = new TreeMap<>();
        slots.forEach(slot -> layers.put(slot.target().layer(), slot.rank()));
        return layers;
    }
}
