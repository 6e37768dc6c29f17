package dev.labctl.verify;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.LabState;
import java.util.List;
import java.util.Optional;

/** What one kind of expectation checks, and the words for it. */
interface Check extends Expectation.Check {
    /** Holds it against a cluster. */
    void check(VerificationContext context, Findings findings);

    /** What must be seen of a lab in that state, in a few words. */
    String expected(LabState state);

    /** What pods are to ask; none while no answer can be expected anyway. */
    default List<Probe> probes(VerificationContext context) {
        return List.of();
    }

    /** The one object that it is about, as {@code lab.yaml} names it, perhaps without its namespace. */
    default Optional<ObjectRef> object() {
        return Optional.empty();
    }

    /** Of an expectation that was read with the kinds of {@link ExpectationKinds}. */
    static Check of(Expectation expectation) {
        return (Check) expectation.check();
    }
}
