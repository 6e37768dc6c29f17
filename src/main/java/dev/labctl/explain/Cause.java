package dev.labctl.explain;

/**
 * What keeps objects from being as they should be. Causes are values: those of two objects are equal if it is the same
 * thing that both suffer from, which is then told once.
 */
interface Cause {
    /** The explanation for the objects that suffer from it. */
    Explanation tell(AffectedObjects victims, ClusterIndex clues);
}
