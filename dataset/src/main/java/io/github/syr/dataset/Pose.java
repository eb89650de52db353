package io.github.syr.dataset;

/** How rings and tableware are put before the camera. The last three take two rings. */
enum Pose {
    /** Standing, seen almost along the finger. */
    UPRIGHT,
    /** Standing and turned, from a little higher. */
    THREE_QUARTER,
    /** Held in wax, leant back. */
    RECLINED,
    /** Flat on the ground, seen from above. */
    LYING,
    /** Tableware on its foot, its handle at one side. */
    STANDING,
    /** The same, turned towards the camera or away from it, seen from a little higher. */
    STANDING_TURNED,
    /** One flat, the other leaning on its edge. */
    LEANING,
    /** Both standing, one partly before the other. */
    OVERLAPPING,
    /** Flat on the ground, the second shifted upon the first. */
    STACKED
}
