package io.github.syr.annotation;

import io.github.syr.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what is noted, with the first places for a message. */
final class PlaceList {

    private static final int SHOWN = 3;

    private final List<Place> first = new ArrayList<>();
    private int count;

    void add(Place place) {
        count++;
        if (first.size() < SHOWN) {
            first.add(place);
        }
    }

    int count() {
        return count;
    }

    /** As "3 boxes are empty: FILE: $.a, FILE: $.b, FILE: $.c."; none where nothing was noted. */
    Optional<String> sentence(String one, String several) {
        if (count == 0) {
            return Optional.empty();
        }
        String places = String.join(", ", first.stream().map(Place::toString).toList());
        String more = count > first.size() ? ", and " + (count - first.size()) + " more" : "";
        return Optional.of(count + " " + (count == 1 ? one : several) + ": " + places + more + ".");
    }
}
