package dev.labctl.lease;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The lease of a cluster that this process holds, renewed by a thread of its own until it is released. */
final class HeldLease {
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration RELEASE = Duration.ofSeconds(3);

    /** A lease that was renewed this short a time ago is still held, unless someone breaks the rules. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Connection connection;
    private final String self;
    private final TimeSource time;
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "lease");
        thread.setDaemon(true);
        return thread;
    });
    private KubeObject lease;
    private Instant renewed;
    private Optional<String> taker = Optional.empty();

    /**
     * A lease that was just acquired.
     *
     * @param connection that outlives the command's deadline
     * @param self the holder's name in the lease
     */
    HeldLease(Connection connection, KubeObject lease, String self, TimeSource time) {
        this.connection = connection;
        this.lease = lease;
        this.self = self;
        this.time = time;
        renewed = time.now();
    }

    /** Renews it every so often from now on. */
    HeldLease renewing(Duration pause) {
        // What it throws matters to no one: the lease is then not renewed, as after the end of this process.
        ScheduledFuture<?> unused = renewals.scheduleWithFixedDelay(
                this::tryToRenew, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    HeldLease renewing() {
        return renewing(RENEWAL);
    }

    private KubeApi api(Duration patience) {
        Operation operation = new Operation(Deadline.in(patience, time), line -> {}, line -> {});
        return connection.within(operation).api();
    }

    /** An API server that does not answer now may answer the next time: until then, no one else gets the lease from it either. */
    synchronized void tryToRenew() {
        try {
            renew(api(RENEWAL));
        } catch (ApiException | FailureException e) {
            // The command's own requests tell the reader.
            return;
        }
    }

    private void renew(KubeApi api) {
        if (taker.isPresent()) {
            return;
        }
        Optional<KubeObject> after = api.replace(LeaseState.of(lease).renewedAt(time.now()));
        if (after.isEmpty()) {
            after = regain(api);
        }
        if (after.isPresent()) {
            lease = after.get();
            renewed = time.now();
        }
    }

    /** Someone changed the object: it is still this process's own, or no one's, or someone has taken it over. */
    private Optional<KubeObject> regain(KubeApi api) {
        Optional<LeaseState> found = api.get(LeaseState.REF).map(LeaseState::of);
        if (found.isEmpty()) {
            return api.create(LeaseState.first(self, time.now()));
        }
        LeaseState now = found.get();
        if (now.holder().equals(self)) {
            return api.replace(now.renewedAt(time.now()));
        }
        if (now.holder().isEmpty()) {
            return api.replace(now.takenOver(self, time.now()));
        }
        taker = Optional.of(now.who());
        return Optional.empty();
    }

    /**
     * Returns if it is still held.
     *
     * @throws FailureException with {@code CLUSTER_BUSY} where another labctl has taken it over
     */
    synchronized void require() {
        if (Duration.between(renewed, time.now()).compareTo(FRESH) > 0) {
            tryToRenew();
        }
        if (taker.isPresent()) {
            throw new FailureException(
                    Reason.CLUSTER_BUSY,
                    taker.get() + " has taken over this cluster, because this labctl did not renew its lease for "
                            + LeaseState.LENGTH.toSeconds() + " s: its machine slept, or lost its connection",
                    "Wait until the other is done, then run the same command again; it continues from the current state.");
        }
    }

    /** Ends the renewal; the lease is left as it is. */
    void abandon() {
        renewals.shutdownNow();
    }

    /** Gives the lease back, also when the command was interrupted. Whatever fails, the lease ends by itself. */
    void release() {
        abandon();
        boolean interrupted = Thread.interrupted();
        try {
            delete(api(RELEASE));
        } catch (ApiException | FailureException e) {
            // Its process ends now, which the next labctl here sees, and others after its length.
            return;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void delete(KubeApi api) {
        if (taker.isPresent() || api.deleteUnchanged(lease)) {
            return;
        }
        api.get(LeaseState.REF)
                .filter(now -> LeaseState.of(now).holder().equals(self))
                .ifPresent(api::deleteUnchanged);
    }
}
