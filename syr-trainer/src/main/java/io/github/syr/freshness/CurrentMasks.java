package io.github.syr.freshness;

import io.github.syr.message.Dataset;
import io.github.syr.message.Request;

/**
 * The masks of a data set.
 *
 * @param dataset as {@code dataset.json} has it
 * @param format the data set's, as it was found out
 */
public record CurrentMasks(Dataset dataset, Request.Format format) {}
