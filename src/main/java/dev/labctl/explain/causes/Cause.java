package dev.labctl.explain.causes;

/** A cause of trouble, as a value: two objects that the same thing affects have equal causes, explained once. */
@FunctionalInterface
public interface Cause {
    /** Fills in the explanation for the objects that it affects. */
    void explain(ExplanationBuilder it);
}
