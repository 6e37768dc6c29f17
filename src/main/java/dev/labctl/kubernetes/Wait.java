package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits until something is as it should be, says what is still missing, and fails at once on what will not come.
 *
 * @param deadline the command's
 * @param progress hears what is missing, each time that it changes
 */
public record Wait(Deadline deadline, Consumer<String> progress) {
    private static final String LOOK =
            "`labctl status` and `labctl logs` show more; fix the cause, then run the same command again.";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** An API server that restarts, or a node under load, answers again within this time. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /**
     * Looks until the status is current; returns whether it was at the first look.
     *
     * @param what is waited for, as it goes into "timed out waiting for …"
     * @param reason of the failure when it will not come and its status names no other
     */
    public boolean until(String what, Reason reason, Supplier<ObjectStatus> look) {
        String said = "";
        boolean atOnce = true;
        Deadline answer = deadline.atMost(SILENCE);
        while (true) {
            String missing;
            try {
                ObjectStatus status = look.get();
                answer = deadline.atMost(SILENCE);
                if (status instanceof ObjectStatus.Current) {
                    return atOnce;
                }
                if (status instanceof ObjectStatus.Failed failed) {
                    throw Failure.of(failed.reason().orElse(reason), failed.why(), LOOK)
                            .asException();
                }
                missing = ((ObjectStatus.InProgress) status).why();
            } catch (ApiException e) {
                if (!e.retryable() || answer.passed()) {
                    throw e.failure(what);
                }
                missing = e.getMessage();
            }
            atOnce = false;
            if (!missing.equals(said)) {
                progress.accept(missing);
                said = missing;
            }
            if (deadline.passed()) {
                throw Failure.of(
                                Reason.DEADLINE_PASSED,
                                "gave up waiting for " + what + " after "
                                        + deadline.length().toSeconds() + " s: " + missing,
                                "Run the same command again to go on, or give it longer with --timeout.")
                        .asException();
            }
            pause();
        }
    }

    /** Sleeps for the rhythm of all waits. */
    void pause() {
        try {
            deadline.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.interrupted("waiting").asException();
        }
    }
}
