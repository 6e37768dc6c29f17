package dev.labctl.explain.causes;

/**
 * A cause of trouble. Causes are values: two objects have equal causes if the same thing affects both, which is then
 * explained once.
 */
@FunctionalInterface
public interface Cause {
    /** Fills in the explanation for the objects that it affects. */
    void explain(ExplanationBuilder it);
}
