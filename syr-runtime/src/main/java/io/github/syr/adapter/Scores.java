package io.github.syr.adapter;

import java.util.OptionalDouble;

/**
 * The five metrics: of an image the mean over its objects, of a split the mean over its images.
 *
 * @param dice 0 to 1
 * @param iou 0 to 1
 * @param boundaryIou 0 to 1 (Cheng et al. 2021)
 * @param holeError share of hole pixels that were predicted as object, 0 to 1; none where no image has a hole
 * @param diceCe MONAI's DiceCE loss at original size, from 0; lower is better
 */
public record Scores(double dice, double iou, double boundaryIou, OptionalDouble holeError, double diceCe) {}
