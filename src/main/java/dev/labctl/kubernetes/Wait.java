package dev.labctl.kubernetes;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits until something is in the expected state, reports what is missing, and fails at once on a terminal condition.
 *
 * @param deadline the command's, or an earlier one
 * @param progress hears what is missing, each time that it changes
 * @param pause between two observations
 * @param tolerance how long requests may fail in a row: an API server that restarts, or a node under load, answers again
 *     within 30 seconds
 */
public record Wait(Deadline deadline, Consumer<String> progress, Duration pause, Duration tolerance) {
    private static final String NEXT =
            "`labctl status` and `labctl logs` show more; fix the cause, then run the same command again.";

    public Wait(Deadline deadline, Consumer<String> progress) {
        this(deadline, progress, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    public static Wait of(Operation operation) {
        return new Wait(operation.deadline(), operation.progress());
    }

    /** The same wait, which gives up after this time. */
    public Wait atMost(Duration duration) {
        return new Wait(deadline.atMost(duration), progress, pause, tolerance);
    }

    public Wait every(Duration duration) {
        return new Wait(deadline, progress, duration, tolerance);
    }

    /** Observes until the value is final, or time is up; the last value observed. */
    public <T> T poll(Supplier<T> observe, Predicate<T> isFinal) {
        T value = observe.get();
        while (!isFinal.test(value) && !deadline.passed()) {
            deadline.pause(pause, "waiting");
            value = observe.get();
        }
        return value;
    }

    /** Makes a request until it succeeds; fails at once where the same request will never succeed. */
    public <T> T request(String what, Supplier<T> request) {
        AtomicReference<T> answer = new AtomicReference<>();
        until(what, Reason.OBJECT_FAILED, () -> {
            answer.set(request.get());
            return ObjectStatus.CURRENT;
        });
        return answer.get();
    }

    /**
     * Observes until the status is current; returns whether it was at the first observation.
     *
     * @param what is waited for, as it goes into "timed out waiting for …"
     * @param reason of the failure when the condition is terminal and its status names no other
     */
    public boolean until(String what, Reason reason, Supplier<ObjectStatus> observe) {
        String reported = "";
        boolean atOnce = true;
        Deadline answer = deadline.atMost(tolerance);
        while (true) {
            String missing;
            try {
                ObjectStatus status = observe.get();
                answer = deadline.atMost(tolerance);
                if (status instanceof ObjectStatus.Current) {
                    return atOnce;
                }
                if (status instanceof ObjectStatus.Failed failed) {
                    throw new FailureException(failed.reason().orElse(reason), failed.why(), NEXT);
                }
                missing = ((ObjectStatus.InProgress) status).why();
            } catch (ApiException e) {
                if (!e.retryable() || answer.passed()) {
                    throw e.failure(what);
                }
                missing = e.getMessage();
            }
            atOnce = false;
            if (!missing.equals(reported)) {
                progress.accept(missing);
                reported = missing;
            }
            if (deadline.passed()) {
                throw new FailureException(
                        Reason.DEADLINE_PASSED,
                        "gave up waiting for " + what + " after "
                                + deadline.length().toSeconds() + " s: " + missing,
                        "Run the same command again to go on, or give it longer with --timeout.");
            }
            deadline.pause(pause, "waiting");
        }
    }
}
