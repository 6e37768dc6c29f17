package dev.labctl.explain.rules;

import dev.labctl.explain.causes.Cause;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Optional;

/** One row of a table: finds the cause that affects an object, if it is this one. */
@FunctionalInterface
interface Rule {
    Optional<Cause> cause(KubeObject object, Diagnosis diagnosis);

    /** The first row of a table that applies. */
    static Optional<Cause> first(List<Rule> table, KubeObject object, Diagnosis diagnosis) {
        return table.stream()
                .flatMap(rule -> rule.cause(object, diagnosis).stream())
                .findFirst();
    }
}
