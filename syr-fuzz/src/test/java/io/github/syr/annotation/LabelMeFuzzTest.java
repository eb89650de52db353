package io.github.syr.annotation;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.message.Request;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class LabelMeFuzzTest {

    private static final AnnotationFuzz DATASET = new AnnotationFuzz(Request.Format.LABELME, "a.json");

    static Stream<byte[]> seeds() {
        return Stream.of("""
                {"imagePath": "a.png", "imageWidth": 16, "imageHeight": 12, "imageData": null, "shapes": [
                 {"label": "ring", "group_id": 1, "shape_type": "polygon", "points": [[1, 1], [9, 1], [9.5, 8]]},
                 {"label": "ring", "group_id": 1, "shape_type": "circle", "points": [[5, 5], [7, 5]]},
                 {"label": "box", "shape_type": "rectangle", "points": [[1, 1], [4, 5]]}]}""").map(AnnotationFuzz::utf8);
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "polygon",
        "rectangle",
        "circle",
        "ellipse",
        "mask",
        "line",
        "group_id",
        "NaN",
        "1e400",
        "-1",
        "2147483648",
        "a.png",
        "../"
    })
    @FuzzTest
    void reads(byte[] annotations) {
        DATASET.read(annotations);
    }
}
