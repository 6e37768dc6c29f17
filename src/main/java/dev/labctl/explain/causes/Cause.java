package dev.labctl.explain.causes;

import java.util.Set;

/** A cause of trouble, as a value: two objects that the same thing affects have equal causes, explained once. */
@FunctionalInterface
public interface Cause {
    /** Fills in the explanation for the objects that it affects. */
    void explain(ExplanationBuilder it);

    /**
     * The kinds, such as {@code Pod}, from whose absence it concludes: where one of them could not be read, nothing is known of the cause. Most
     * causes rest on what an object or an event says, which only has to be there.
     */
    default Set<String> concludesFromAbsence() {
        return Set.of();
    }
}
