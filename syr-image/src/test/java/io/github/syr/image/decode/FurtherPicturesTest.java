package io.github.syr.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.testing.Pictures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of an animation the first frame is read, of several pages the first; that there are more is said once per read. */
class FurtherPicturesTest {

    private static final Set<String> SEVERAL = Set.of(
            "png_animated.png",
            "tiff_two_pages.tif",
            "tiff_second_page_turned.tif",
            "webp_animated.webp",
            "webp_animated_frame_within_canvas_lossless.webp",
            "webp_animated_frame_within_canvas_lossless_alpha.webp",
            "webp_animated_frame_within_canvas_lossy.webp");

    // held on to, as loggers are forgotten otherwise
    private final Logger logger = Logger.getLogger("io.github.syr");
    private final List<String> said = new ArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord record) {
            said.add(record.getMessage());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(ear);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(ear);
    }

    static List<String> pictures() {
        return Pictures.read();
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void areTold(String name) {
        new ImageDecoder().rgb(Pictures.file(name));

        assertEquals(
                SEVERAL.contains(name)
                        ? List.of(Pictures.file(name) + ": holds several pictures, and the first is read")
                        : List.of(),
                said);
    }
}
