package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The objects that the API server does not accept, while the others are applied. */
final class Refusals {
    private final List<Failure> failures = new ArrayList<>();

    /**
     * Notes the failure of one object; throws it where it may concern all of them: a deadline that passed, or what was waited for
     * in vain, such as a webhook.
     */
    void add(FailureException e) {
        boolean ofOne = e.getCause() instanceof ApiException answer
                && !answer.retryable()
                && e.failure().reason() != Reason.CREDENTIALS_MISSING;
        if (!ofOne) {
            throw e;
        }
        failures.add(e.failure());
    }

    /**
     * Throws what was refused: one object's failure as it is; of several, each once.
     *
     * @param count of all objects
     */
    void raise(int count) {
        if (failures.size() == 1) {
            throw failures.get(0).asException();
        }
        if (!failures.isEmpty()) {
            Set<String> lines = new LinkedHashSet<>();
            Set<String> next = new LinkedHashSet<>();
            failures.forEach(failure -> {
                lines.add(Stream.concat(Stream.of(failure.message()), failure.details().stream())
                        .reduce((message, detail) -> message + "; " + detail)
                        .orElseThrow());
                next.add(failure.next());
            });
            throw new FailureException(new Failure(
                    reason(),
                    failures.size() + " of " + count + " objects were not accepted; the others are applied",
                    String.join(" ", next),
                    List.copyOf(lines)));
        }
    }

    private Reason reason() {
        boolean same = failures.stream().map(Failure::reason).distinct().count() == 1;
        return same ? failures.get(0).reason() : Reason.OBJECT_REFUSED;
    }
}
