package io.github.syr.annotation;

import io.github.syr.image.Size;
import io.github.syr.json.JsonCursor;
import java.util.Optional;

/** The size that an annotation file gives for an image. */
final class DeclaredSize {

    private DeclaredSize() {}

    /** Nothing where a side is missing, or 0, which tools write for a size that they don't know. */
    static Optional<Size> of(JsonCursor image, String width, String height) {
        if (image.find(width).isEmpty() || image.find(height).isEmpty()) {
            return Optional.empty();
        }
        int columns = image.get(width).count();
        int rows = image.get(height).count();
        return columns == 0 || rows == 0 ? Optional.empty() : Optional.of(new Size(columns, rows));
    }
}
