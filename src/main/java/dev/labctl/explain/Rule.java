package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import java.util.Optional;

/** One family of causes: finds the one that an object suffers from, if it is of this family. */
@FunctionalInterface
interface Rule {
    Optional<Cause> of(KubeObject object, ClusterIndex clues);

    /** This rule, and the other where this one finds nothing. */
    default Rule or(Rule other) {
        return (object, clues) -> of(object, clues).or(() -> other.of(object, clues));
    }
}
