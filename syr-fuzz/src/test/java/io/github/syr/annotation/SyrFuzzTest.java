package io.github.syr.annotation;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.syr.message.Request;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SyrFuzzTest {

    private static final AnnotationFuzz DATASET = new AnnotationFuzz(Request.Format.SYR, "annotations.json");

    static Stream<byte[]> seeds() {
        return Stream.of("""
                {"train": {"a.png": {"mask_path": "masks/a.png", "bbox": [1, 2, 10, 9]}}, "test": {"b.png": {"mask_path": "./masks/a.png"}}}""").map(AnnotationFuzz::utf8);
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"mask_path\"",
        "\"bbox\"",
        "\"validation\"",
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
