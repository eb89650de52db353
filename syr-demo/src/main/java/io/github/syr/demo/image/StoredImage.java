package io.github.syr.demo.image;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An image that the page was given.
 *
 * @param id random
 * @param name the file's name, for people
 * @param width of the upright image, pixels
 * @param height of the upright image, pixels
 * @param file its content, a copy
 * @param picture the upright image as a PNG, as the model sees it
 * @param datasetFile where it lies in the data set, relative with {@code /}; none for an upload
 */
public record StoredImage(
        String id, String name, int width, int height, Path file, Path picture, Optional<String> datasetFile) {}
