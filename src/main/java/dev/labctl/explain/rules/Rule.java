package dev.labctl.explain.rules;

import dev.labctl.explain.causes.Cause;
import java.util.List;
import java.util.Optional;

/**
 * One row of a table: finds the cause that affects an object, if it is this one.
 *
 * @param <T> the objects that it is for
 */
@FunctionalInterface
interface Rule<T> {
    Optional<Cause> cause(T object, Diagnosis diagnosis);

    /** The first row of a table that applies. */
    static <T> Optional<Cause> first(List<Rule<T>> table, T object, Diagnosis diagnosis) {
        return table.stream()
                .flatMap(rule -> rule.cause(object, diagnosis).stream())
                .findFirst();
    }
}
