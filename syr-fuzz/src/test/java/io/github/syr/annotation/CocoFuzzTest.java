package io.github.syr.annotation;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.message.Request;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class CocoFuzzTest {

    private static final AnnotationFuzz DATASET = new AnnotationFuzz(Request.Format.COCO, "train.json");

    static Stream<byte[]> seeds() {
        return Stream.of("""
                {"images": [{"id": 1, "file_name": "a.png", "width": 16, "height": 12}, {"id": 2, "file_name": "b.png", "width": 16, "height": 12}],
                 "categories": [{"id": 7, "name": "ring"}], "annotations": [
                 {"id": 1, "image_id": 1, "category_id": 7, "iscrowd": 0, "bbox": [1, 1, 8, 7], "segmentation": [[1, 1, 9, 1, 9.5, 8]]},
                 {"id": 2, "image_id": 2, "category_id": 7, "iscrowd": 0, "segmentation": {"size": [12, 16], "counts": [30, 5, 157]}},
                 {"id": 3, "image_id": 2, "category_id": 7, "iscrowd": 0, "segmentation": {"size": [12, 16], "counts": "n05m4"}}]}""").map(AnnotationFuzz::utf8);
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"counts\"",
        "\"segmentation\"",
        "\"size\"",
        "\"iscrowd\"",
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
