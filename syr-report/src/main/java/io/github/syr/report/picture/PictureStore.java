package io.github.syr.report.picture;

import io.github.syr.io.AtomicFile;
import java.nio.file.Path;
import java.util.Base64;

/** Where the page's pictures are: in the page itself, or beside it. */
public interface PictureStore {

    /**
     * Keeps a picture.
     *
     * @param name of its file, with its ending
     * @return what an {@code img} has as its source
     */
    String keep(String name, byte[] file);

    /** In the page: it can be sent as one file. */
    static PictureStore inPage() {
        return (name, file) -> "data:image/" + (name.endsWith(".png") ? "png" : "jpeg") + ";base64,"
                + Base64.getEncoder().encodeToString(file);
    }

    /** In a folder beside the page, from which a browser loads them when they come into view. */
    static PictureStore beside(Path page, String folder) {
        return (name, file) -> {
            AtomicFile.write(page.resolveSibling(folder).resolve(name), file);
            return folder + "/" + name;
        };
    }
}
