package io.github.syr.annotation;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.message.Request;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ViaFuzzTest {

    private static final AnnotationFuzz DATASET = new AnnotationFuzz(Request.Format.VIA, "via.json");

    static Stream<byte[]> seeds() {
        return Stream.of("""
                {"_via_settings": {}, "_via_img_metadata": {"a.png1": {"filename": "a.png", "size": 1, "file_attributes": {}, "regions": [
                 {"shape_attributes": {"name": "polygon", "all_points_x": [1, 9, 9], "all_points_y": [1, 1, 8]}, "region_attributes": {"type": "ring"}},
                 {"shape_attributes": {"name": "rect", "x": 1, "y": 2, "width": 3, "height": 4}, "region_attributes": {}},
                 {"shape_attributes": {"name": "ellipse", "cx": 5, "cy": 5, "rx": 3, "ry": 2, "theta": 0.5}, "region_attributes": {}}]}}}""").map(AnnotationFuzz::utf8);
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "circle",
        "ellipse",
        "polyline",
        "point",
        "all_points_x",
        "regions",
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
